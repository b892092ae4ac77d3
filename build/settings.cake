// What the command line says, read once.

/// <summary>Options that every stage task passes on to `bakeoff`.</summary>
public sealed class ExperimentSettings
{
    public string Name { get; }
    public bool IsNamed { get; }
    public IReadOnlyList<string> Sets { get; }
    public bool Force { get; }
    public string Threads { get; }

    public ExperimentSettings(ICakeContext context)
    {
        Name = context.Argument("experiment", "quickstart");
        IsNamed = context.HasArgument("experiment");
        Sets = context.Arguments<string>("set", Array.Empty<string>()).ToList();
        Force = context.HasArgument("force");
        Threads = context.Argument("threads", string.Empty);
    }

    public ProcessArgumentBuilder Arguments(params string[] command)
    {
        var arguments = new ProcessArgumentBuilder();
        foreach (var word in command)
        {
            arguments.AppendQuoted(word);
        }

        // Without a name, each command has its usual experiment.
        if (IsNamed)
        {
            arguments.AppendQuoted($"--experiment={Name}");
        }

        foreach (var set in Sets)
        {
            arguments.AppendQuoted($"--set={set}");
        }

        if (Threads.Length > 0)
        {
            arguments.AppendQuoted($"--threads={Threads}");
        }

        return arguments;
    }
}

var settings = new ExperimentSettings(Context);
