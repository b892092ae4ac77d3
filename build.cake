// What a person types: dotnet cake --target=Train --experiment=lstm-baseline
// Tasks are thin: the work is done by MSBuild and by the command `bakeoff`. Their order is the graph of stages.
#load "build/*.cake"

CheckArguments(Argument("target", "Report"));

// Cake keeps this option to itself.
if (System.Environment.GetCommandLineArgs().Any(a => a is "--dryrun" or "--noop" or "--whatif"))
{
    ExplainStages();
}

RunTarget(Argument("target", "Report"));
