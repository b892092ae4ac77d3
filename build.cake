// What a person types: dotnet cake --target=Train --experiment=lstm-baseline
// Tasks are thin: the work is done by MSBuild and by the command `bakeoff`. Their order is the graph of stages.
#load "build/*.cake"

CheckArguments(Argument("target", "Report"));

// Cake frames each task with five lines and ends with a table of all; a stage with nothing to do is worth one. --verbosity=normal brings them back.
if (Context.Log.Verbosity == Verbosity.Normal && !System.Environment.GetCommandLineArgs().Any(a => a.StartsWith("--verbosity") || a == "-v"))
{
    Context.Log.Verbosity = Verbosity.Minimal;
    Teardown(context =>
    {
        var exception = context.ThrownException is AggregateException { InnerExceptions: [var first, ..] } ? first : context.ThrownException;
        if (exception is not null)
        {
            Console.Error.WriteLine($"Error: {exception.Message}");
        }

        Console.Out.Flush();
        System.Environment.Exit(exception is null ? 0 : (exception as CakeException)?.ExitCode ?? 1);
    });
}

// Cake keeps this option to itself.
if (System.Environment.GetCommandLineArgs().Any(a => a is "--dryrun" or "--noop" or "--whatif"))
{
    ExplainStages();
}

RunTarget(Argument("target", "Report"));
