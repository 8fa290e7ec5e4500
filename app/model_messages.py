"""What is said of errors in the input of a model: `MODEL_MESSAGES`.

One message a class of the tree in `models.errors`; `app.messages` joins them with those of the other rooms.
"""

from collections.abc import Mapping

from app.language import N_
from app.message_parts import OUR_FAULT, Message
from models import errors as models

MODEL_MESSAGES: Mapping[type[Exception], Message] = {
    models.BadShape: Message(N_("{name} has the shape {got}, expected {expected}."), OUR_FAULT),
    models.NotFinite: Message(N_("{name} holds no number at {position}."), N_("Correct the value in the data.")),
    models.NegativeValue: Message(
        N_("{name} is negative at {position}."), N_("Counts and children cannot be negative: correct the data.")
    ),
    models.OutOfRange: Message(
        N_("{name} is {value:3} and must lie between {lower:3} and {upper:3}."), N_("Choose another value.")
    ),
    models.NotWhole: Message(N_("{name} is {value:3} and must be a whole number."), N_("Give a whole number.")),
    models.TooShortHistory: Message(
        N_("Only {at} periods lie before one that is judged; {needed} are needed."),
        N_("Import returns of earlier months, or compare with fewer years."),
    ),
    models.NoPopulation: Message(
        N_("Nobody lives in any of the units, so there is no rate."), N_("Import numbers of children first.")
    ),
    models.NoCases: Message(
        N_("Not one case was counted, so there is nothing to learn from."), N_("Choose a longer period or more kinds.")
    ),
    models.CasesWithoutPopulation: Message(
        N_("There are cases where nobody lives, at {positions}."),
        N_("Correct the number of children there, or the place of the cases."),
    ),
    models.MoreCasesThanPopulation: Message(
        N_("There are {cases} cases among {population} people at {position}."),
        N_("Give cases and controls together as the population."),
    ),
    models.BadNeighbour: Message(
        N_("Unit {unit} is given the neighbour {neighbour}, which is not another of the {units} units."),
        N_("Count positions from 0, and leave the unit itself out."),
    ),
    models.NoSites: Message(N_("{p} sites were asked for; at least one is needed."), N_("Ask for 1 or more.")),
    models.TooManySites: Message(
        N_("{p} sites were asked for and only {candidates} are allowed."), N_("Ask for fewer or allow more sites.")
    ),
    models.TooFewSites: Message(
        N_("{p} sites were asked for and {fixed} are already fixed."), N_("Ask for more or fix fewer sites.")
    ),
    models.BadSite: Message(
        N_("There is no site number {position} among {candidates} candidates."), N_("Choose one of the candidates.")
    ),
    models.ConflictingSites: Message(
        N_("The sites {positions} are both required and forbidden."), N_("Take them out of one of the two lists.")
    ),
    models.BadPlace: Message(
        N_("Place number {position}, named as {name}, is none of the {places} places."), N_("Choose one of the places.")
    ),
    models.OutOfReach: Message(
        N_("Place number {place} must be visited and takes {minutes:0} minutes; a day has {day_minutes:0}."),
        N_("Give longer days, or a place for the night nearer to it."),
    ),
    models.TooLongForDays: Message(
        N_("No route visits all of the places number {places} within {days} days."),
        N_("Give more days or longer ones, or visit fewer places."),
    ),
    models.Infeasible: Message(
        N_("No choice of {p} sites reaches every child; left over are the demand points number {demands}."),
        N_("Add candidate sites there, or choose the aim “most children within the limit”."),
        N_("Add candidate sites there, or choose --set objective=covering."),
    ),
    models.ContradictoryRules: Message(
        N_("No plan keeps these rules together: {rules}."), N_("Leave one of them out and there is a plan.")
    ),
    models.TooLittleRoom: Message(
        N_("The sites have room for {capacity} and {demand} need it, or cannot share it out."),
        N_("Allow more sites, or sites with more room."),
    ),
    models.TooFewLists: Message(
        N_("Lists that hold a case: {lists}; two at least are needed to say what none holds."),
        N_("Import the list of another agency for the same period."),
    ),
    models.TooManyLists: Message(
        N_("{lists} lists were given; more than {most} cannot be compared."),
        N_("Leave out lists, or join those of agencies that work together."),
    ),
    models.RepeatedList: Message(N_("Two lists are called {name}."), N_("Give each list its own name.")),
    models.BadPattern: Message(
        N_("Row {row} says {value:3} of the list {name}; it must be 1 (on the list) or 0 (not on it)."),
        N_("Mend the row."),
    ),
    models.PatternOfNoList: Message(
        N_("{count} cases are counted that stand on no list; their number is what is asked."), N_("Leave the row out.")
    ),
    models.UnknownTerm: Message(
        N_("{term} is no pair of the lists {lists}."), N_("Write two of them with a colon between.")
    ),
    models.NoOverlap: Message(
        N_("The lists {lists} share no case, so nothing can be said of cases on none."),
        N_("Decide which cases are of the same child, or take a longer period."),
    ),
    models.NotEstimable: Message(
        N_("With these dependences between lists there is no finite estimate: {terms}."),
        N_("Take fewer of them, or leave out a list that shares hardly any case."),
    ),
    models.TooFewPosts: Message(
        N_("{posts} posts are to be shared out, but the fewest of all communes add up to {minimum}."),
        N_("Ask for more posts, or lower the fewest posts of communes."),
    ),
    models.TooManyPosts: Message(
        N_("{posts} posts are to be shared out, but the most of all communes add up to {maximum}."),
        N_("Ask for fewer posts, or raise the most posts of communes."),
    ),
    models.MissingColumn: Message(
        N_("The table {table} lacks the column {column}."), N_("Add the column, or import the table again.")
    ),
    models.NoWeight: Message(N_("No criterion has a weight above 0."), N_("Give at least one a weight.")),
    models.NothingFound: Message(
        N_("Within {seconds} seconds no plan was found."),
        N_("Give it a longer computing time among the further settings."),
        N_("Give it more time with --set time_limit=600."),
    ),
}
