"""What a person touches: commands, questions, reports, and the gate through which anything leaves."""
