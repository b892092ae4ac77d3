using System.CommandLine;
using System.CommandLine.Completions;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Inputs;

/// <summary>Names of experiments as people type them: the name, the path of its file, or the number of a member of its sweep.</summary>
internal static class ExperimentName
{
    /// <summary>An argument that takes an experiment, or none.</summary>
    /// <param name="description">Meaning of the argument.</param>
    public static Argument<string?> CreateArgument(string description)
    {
        var argument = new Argument<string?>("name") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.CompletionSources.Add(Complete);
        return argument;
    }

    /// <summary>Names of the project's experiments; after <c>NAME+</c>, those of its members. None outside a project.</summary>
    public static IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        if (Workspace.TryFind(Environment.CurrentDirectory) is not { } workspace)
        {
            return [];
        }

        var typed = context.WordToComplete;
        IEnumerable<string> names = typed.Contains(SweepNames.Separator, StringComparison.Ordinal)
            ? Members(workspace, SweepNames.ExperimentOf(typed)).Select(static member => member.ShortName)
            : workspace.ExperimentNames();
        return names.Select(static name => new CompletionItem(name));
    }

    /// <summary>The name that was meant: <c>mine</c> for <c>experiments/mine.yaml</c>, the member's full name for <c>mine+3</c>.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="sets">Overrides, <c>key=value</c> each, which may be what makes it a sweep.</param>
    /// <exception cref="ConfigurationException">The sweep has no such member, or its file is wrong.</exception>
    public static string Read(string typed, IReadOnlyList<string> sets)
    {
        var name = WithoutFolder(typed);
        return SweepNames.NumberOf(name) is not null && Workspace.TryFind(Environment.CurrentDirectory) is { } workspace
            ? ExperimentReader.Read(workspace.Root, name, sets).Name
            : name;
    }

    /// <summary>The names that were meant, none with overrides.</summary>
    /// <param name="typed">What was typed.</param>
    /// <exception cref="ConfigurationException">A sweep has no such member, or its file is wrong.</exception>
    public static IReadOnlyList<string> ReadAll(IEnumerable<string> typed) => [.. typed.Select(static name => Read(name, []))];

    /// <summary>True for a word that names an experiment of the project, a variant or a member of its sweep, and no file.</summary>
    public static bool IsOne(string word) =>
        !Path.Exists(word)
        && Workspace.TryFind(Environment.CurrentDirectory) is { } workspace
        && workspace.HasExperiment(WithoutFolder(word));

    /// <summary>The members of a sweep, or the experiment alone; none where its file cannot be read, which its readers report.</summary>
    public static IReadOnlyList<SweepMember> Members(Workspace workspace, string experiment)
    {
        try
        {
            return SweepExpander.Expand(ExperimentReader.Read(workspace.Root, experiment, []));
        }
        catch (Exception exception) when (exception is BakeoffException or IOException)
        {
            return [];
        }
    }

    private static string WithoutFolder(string typed) =>
        typed.EndsWith(".yaml", StringComparison.Ordinal)
        && Workspace.TryFind(Environment.CurrentDirectory) is { } workspace
        && Path.GetDirectoryName(Path.GetFullPath(typed)) == workspace.ExperimentsFolder
            ? Path.GetFileNameWithoutExtension(typed)
            : typed;
}
