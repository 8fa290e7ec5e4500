"""What is said when a person asks for something that cannot be given: `APP_MESSAGES`.

One message a class of the tree in `app.errors`; `app.messages` joins them with those of the other rooms.
"""

from collections.abc import Mapping

from app import errors as app
from app.language import N_
from app.message_parts import OUR_FAULT, Message

APP_MESSAGES: Mapping[type[Exception], Message] = {
    app.UnknownAnalysis: Message(N_("There is no analysis called {name}."), N_("There are: {known}.")),
    app.BadParameter: Message(N_("{name} of {analysis} cannot be {value}."), N_("Allowed: {allowed}.")),
    app.UnknownParameter: Message(N_("{analysis} has no setting {name}."), N_("It has: {known}.")),
    app.UnknownResult: Message(N_("The project holds no result {result_id}."), N_("It holds: {known}.")),
    app.PlansToCompare: Message(
        N_("Different plans to compare: {number}. It takes {fewest} to {most}."),
        N_("Choose plans of one question in the list of results."),
        N_("Name results of one question as `lachan results` lists them."),
    ),
    app.DifferentQuestions: Message(
        N_("The plans to compare answer different questions: {analyses}."), N_("Choose plans of one question.")
    ),
    app.NotAPlan: Message(
        N_("Results of {analysis} cannot be compared: they propose nothing that may be seen here."),
        N_("Plans can be compared of: {known}. For what is internal, ask for the internal audience."),
    ),
    app.ProposesNothing: Message(
        N_("Results of {analysis} are no plans: the question measures what there is and proposes nothing."),
        N_("Plans can be compared of: {known}. What changed since another day is read from both results."),
    ),
    app.NothingToRelease: Message(
        N_("Nothing of {result_id} may leave for the audience {audience}: all of it rests on what is not public."),
        N_(
            "Run it again without what stays inside, where the question allows it (public places only; demand: "
            "children; weights of cases: 0), or export an internal file."
        ),
        N_(
            "Run it again without what stays inside, where the question has such settings (--set existing=public, "
            "--set lens=children; of visits weight_risk, weight_silence and weight_recommendations at 0), or write an "
            "internal file with --audience internal."
        ),
    ),
    app.UntaggedColumn: Message(
        N_("{column} of {table} does not say how sensitive it is, so nothing of this result leaves."), OUR_FAULT
    ),
    app.UnknownExport: Message(N_("Files that end like {path} cannot be written."), N_("Known are: {known}.")),
    app.BadAssignment: Message(
        N_("“{text}” does not read name=value."), N_("Write for example p=5."), N_("Write for example --set p=5.")
    ),
    app.NoChildren: Message(
        N_("The project does not know how many children live where (indicator {indicator}, codes of {vintage})."),
        N_("Import a file with the children of each commune, or with the settlements and their children."),
        N_("Import the table indicators with --set indicator=children, or the table demand_points."),
    ),
    app.NoAreas: Message(
        N_("No commune (codes of {vintage}) has a shape or a centre, so no way can be measured."),
        N_("Import the shapes of the communes."),
    ),
    app.NoRaster: Message(
        N_("The project has no raster of the role {role}."),
        N_("Import one, or let the program compute speeds from land cover and roads."),
        N_("Import one: lachan import FILE rasters PATH --set role={role}; or leave friction=table."),
    ),
    app.UnknownCommune: Message(
        N_("The project has no commune with the code {code}."), N_("Its communes have the codes: {known}.")
    ),
    app.NoCandidates: Message(
        N_("No candidate site ({candidates}) with a position may be used."),
        N_("Import places marked as candidates, or choose kinds of place as candidate sites."),
        N_("Import the table facilities with status candidate, or name kinds: --set candidates=communal_house,school."),
    ),
    app.NoCounts: Message(
        N_("The project holds no case counts for this question (kind: {kind}; codes of {vintage})."),
        N_("Import case counts, or choose another period or kind."),
        N_("Import the table case_counts, or choose another period or kind."),
    ),
    app.NoJustification: Message(
        N_("The indicator {indicator} says who people are (ethnicity, religion) and no reason for using it is given."),
        N_("Leave it out, or state in writing why it is needed and who decided so."),
        N_("Leave it out of covariates, or state the reason with --set ethnicity_justification=TEXT."),
    ),
    app.NoMonthlyCounts: Message(
        N_("No count of cases received is of one month or less (kind: {kind}; rows of longer times: {longer})."),
        N_("Import returns by month, or choose another kind, agency or period."),
    ),
    app.NoReportingPrior: Message(
        N_(
            "True cases cannot be estimated: nobody has stated what share of all cases is reported, "
            "and counts cannot tell."
        ),
        N_("State a range you are nine tenths sure of, such as from 10% to 30%, or ask for silent communes only."),
        N_("Give --set reporting_lower=10 --set reporting_upper=30 (your own range), or --set part=silent."),
    ),
    app.OverlappingPeriods: Message(
        N_("Unit {unit_code} has two counts of the same thing for overlapping days: {first} and {second}."),
        N_("Choose a period that holds only one of them, or remove one."),
    ),
    app.NoLens: Message(
        N_("The project does not know the demand seen this way yet ({lens})."),
        N_("Run the question “{question}” first; the latest answer is taken."),
        N_("Run it first: lachan run FILE {analysis}."),
    ),
    app.LensNotStated: Message(
        N_("The question “{question}” was answered, but without what this demand rests on ({lens})."),
        N_("Ask it again and state: {settings}."),
        N_("Run it again with --set reporting_lower=10 --set reporting_upper=30 (your own range)."),
    ),
    app.NoOfficers: Message(
        N_("Nobody of these roles is in post on that day ({roles}; {day})."),
        N_("Import the table of officers, or name other roles or another day."),
        N_("Import the table officers, or set others: --set roles=child_protection --set on=2025-12-31."),
    ),
    app.NoTopics: Message(
        N_("It is not known what courses are to be about."),
        N_("Name the topics, or import the skills of officers."),
        N_("Name them (--set topics=counselling) or import the table skills."),
    ),
    app.NoVenues: Message(
        N_("There is no public place of these kinds with a position: {kinds}."),
        N_("Choose other kinds of place, or import places with positions."),
    ),
    app.NoCoursesAhead: Message(
        N_("No course of these topics is planned for a day after {day}."),
        N_("Let courses be proposed, or import the table of courses that lie ahead."),
        N_("Let them be proposed (--set courses=proposed), or import the table courses."),
    ),
    app.NoTargets: Message(
        N_("The project states no targets."), N_("Import the table of targets: indicator, value, due date.")
    ),
    app.OneCase: Message(N_("Both codes name the same case, {case_id}."), N_("Name two cases, one after the other.")),
    app.TooSparse: Message(
        N_(
            "The lists are too sparse to say how many are on none: two of them share {smallest_overlap} "
            "(7 are needed), and {recorded} are recorded (50 are needed)."
        ),
        N_("Take a longer period or every kind of case, or leave out the list that shares so few."),
    ),
    app.BadOverlaps: Message(
        N_("“{text}” does not say how many cases lists share."),
        N_(
            "Write each list, then what they share, all that stand on both: police=120; health=80; police+health=30. "
            "Lists cannot share more than they hold."
        ),
    ),
    app.BadReferrals: Message(
        N_("“{text}” does not say which agency sends cases to which."),
        N_("Write police>health, with ; between several, or “none” if no agency sends cases to another."),
    ),
    app.UnknownAgency: Message(N_("There is no list of {agency}."), N_("There are lists of: {known}.")),
    app.NoKeyring: Message(
        N_("This computer keeps no passphrases, or not this one."),
        N_("Type the passphrase each time the project is opened."),
        N_("Use LACHAN_PASSPHRASE, or type it each time."),
    ),
    app.NoDisplay: Message(
        N_("This computer has no display for a window."),
        N_("Start from a desktop session."),
        N_("Start from a desktop session, or use the commands: lachan --help."),
    ),
    app.PdfUnavailable: Message(
        N_("This computer cannot print the PDF ({reason})."),
        N_("Export the map page (HTML) instead: it prints the same plan. Open it in a browser and print it there."),
        N_("lachan doctor says what is missing. The web page prints the same plan: open it and print it."),
    ),
    app.TooManyShelters: Message(
        N_("{asked} asked for, and there are only {candidates} candidate sites."),
        N_("Ask for fewer new sites, or import more places marked as candidates."),
        N_("Set a smaller p, or import more rows of the table facilities with status candidate."),
    ),
    app.TooManyRequired: Message(
        N_("{asked} asked for, and {required} are required: {sites}."),
        N_("Ask for more sites, or require fewer."),
        N_("Set a larger p, or name fewer sites in required."),
    ),
    app.NoPosition: Message(
        N_("The position of {name} is not known, so no route can lead there."),
        N_("Import its shape or its centre, or leave it out of base, nights and what must be visited."),
    ),
    app.NoScores: Message(
        N_("Nothing says that a visit to any commune is worth it (weighed, but never asked: {missing})."),
        N_("Run the questions on expected cases and on silent communes first, or give weight to the last visit."),
        N_("Run first: lachan run FILE expected and lachan run FILE hidden; or --set weight_since_visit=2."),
    ),
    app.NotTogether: Message(
        N_("No route visits all of these within {days} days: {names}."),
        N_("Give more days or hours, less time in each commune, places for the nights, or visit fewer of them."),
    ),
    app.NotWithinADay: Message(
        N_("{name} must be visited and is too far: there and back takes {minutes} minutes, a day has {hours:1} hours."),
        N_("Give more hours a day, or a place for the night nearer to it."),
    ),
    app.NoWay: Message(
        N_("{name} must be visited, and no way leads there by these means of travel."),
        N_("Choose other means of travel or another season, or check roads, rivers and the position of the commune."),
    ),
    app.UnknownRole: Message(
        N_("No officer of these communes has or had the role {role}."),
        N_("Import the table of officers, or choose a role there is: {known}."),
        N_("Import the table officers, or set a role there is ({known}): --set role=child_protection."),
    ),
    app.NoWorkload: Message(
        N_("Nothing that is known of the communes has a weight, so nobody has more work than another."),
        N_("Give children or travel to services a weight above 0; cases need their own question answered first."),
        N_("Set weight_children or weight_remoteness above 0; cases need lachan run FILE expected first."),
    ),
    app.CasesAlone: Message(
        N_("No post is proposed from cases alone: they would go to those who report ({lens})."),
        N_("Give children or travel to services a weight above 0 too."),
        N_("Set weight_children or weight_remoteness above 0 too."),
    ),
    app.LimitsCross: Message(
        N_("The fewest posts are more than the most in: {communes}."),
        N_("Lower the fewest or raise the most for them."),
    ),
    app.NoPostsAllowed: Message(
        N_("{posts} posts are to be shared out, but no commune may get any."),
        N_("Allow some communes posts, or ask for none."),
    ),
    app.PostsBelowMinimum: Message(
        N_("{posts} posts are to be shared out, but {minimum} are promised to: {communes}."),
        N_("Ask for more posts, or promise these communes fewer."),
    ),
    app.PostsAboveMaximum: Message(
        N_("{posts} posts are to be shared out, but only {maximum} are allowed, in: {communes}."),
        N_("Ask for fewer posts, or allow the communes more."),
    ),
    app.UnknownSites: Message(
        N_("No existing or candidate site with a public address has the code {codes}."),
        N_("Copy codes from the tables of sites and candidates. There are: {known}."),
    ),
    app.RequiredAndForbidden: Message(
        N_("These sites are both required and forbidden: {codes}."), N_("Take them out of one of the two lists.")
    ),
    app.NoFigure: Message(
        N_("The plan asks for a figure that the project does not state: {field}."),
        N_("Import it, or leave out the rule that asks for it."),
    ),
    app.RulesContradict: Message(
        N_("No plan keeps all of these rules together: {rules}."),
        N_("Leave one of them out and there is a plan. Or ask for more sites, a longer limit or more candidate sites."),
    ),
    app.OneRuleBroken: Message(
        N_("No plan keeps this rule: {rule}."),
        N_("Ask less of it, allow more sites, or import candidate sites there."),
    ),
    app.SitesOutOfReach: Message(
        N_("No choice of {p} sites in all is reached by all children; left over are children of: {communes}."),
        N_("Add candidate sites there, or choose the aim “most children within the limit”."),
        N_("Add candidate sites there, or choose --set objective=covering."),
    ),
    app.RoomTooSmall: Message(
        N_(
            "The roomiest sites that may open together have room for {places} children in all, and {children} need "
            "it; most of them live in: {communes}."
        ),
        N_("Ask for more sites, add sites with more room there, or let each place stand for more children."),
        N_("Set a larger p or children_per_place, or import sites with more room there."),
    ),
    app.RoomNotShared: Message(
        N_(
            "The roomiest sites that may open together have room for {places} children in all, and {children} need "
            "it, but it cannot be shared out: the children of one settlement go to one site together."
        ),
        N_("Ask for more sites, add sites with more room, or let each place stand for more children."),
        N_("Set a larger p or children_per_place, or import sites with more room."),
    ),
    app.NeedAboveRoom: Message(
        N_(
            "The roomiest site that may open and can be reached from there has room for {room} children, but "
            "{children} live in {place} alone, and go to one site together."
        ),
        N_("Add a site with more room there, or let each place stand for more children."),
        N_("Import a site with more room there, or set a larger children_per_place."),
    ),
    app.NothingWithin: Message(
        N_("No candidate site lies within {minutes} minutes of any child; most children live in: {communes}."),
        N_("Add candidate sites there, or choose a longer limit."),
        N_("Import candidate sites there, or set a longer limit: --set limit=120."),
    ),
    app.PassphrasesDiffer: Message(N_("The two passphrases are not the same."), N_("Type them again.")),
}
