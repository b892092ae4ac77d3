// What the command line says, read once.

/// <summary>Options that every stage task passes on to `bakeoff`.</summary>
public sealed class ExperimentSettings
{
    public string Name { get; }
    public IReadOnlyList<string> Sets { get; }
    public bool Force { get; }
    public string Threads { get; }

    public ExperimentSettings(ICakeContext context)
    {
        Name = context.Argument("experiment", "quickstart");
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

        arguments.AppendQuoted($"--experiment={Name}");
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
