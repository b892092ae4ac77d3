using System.CommandLine;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Inputs;

/// <summary>Names of experiments as people type them: the name, or the path of its file.</summary>
internal static class ExperimentName
{
    /// <summary>An argument that takes an experiment, or none.</summary>
    /// <param name="description">Meaning of the argument.</param>
    public static Argument<string?> CreateArgument(string description)
    {
        var argument = new Argument<string?>("name") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.CompletionSources.Add(static _ => All());
        return argument;
    }

    /// <summary>Names of the project's experiments, for completion; none outside a project.</summary>
    public static IReadOnlyList<string> All() => Workspace.TryFind(Environment.CurrentDirectory)?.ExperimentNames() ?? [];

    /// <summary>The name that was meant: <c>mine</c> for <c>experiments/mine.yaml</c>; anything else as it is.</summary>
    public static string Read(string typed) =>
        typed.EndsWith(".yaml", StringComparison.Ordinal)
        && Workspace.TryFind(Environment.CurrentDirectory) is { } workspace
        && Path.GetDirectoryName(Path.GetFullPath(typed)) == workspace.ExperimentsFolder
            ? Path.GetFileNameWithoutExtension(typed)
            : typed;
}
