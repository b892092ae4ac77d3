// What a person types: dotnet cake --target=Train --experiment=lstm-baseline
// Tasks are thin: the work is done by MSBuild and by the command `bakeoff`. Their order is the graph of stages.
#load "build/*.cake"

RunTarget(Argument("target", "Report"));
