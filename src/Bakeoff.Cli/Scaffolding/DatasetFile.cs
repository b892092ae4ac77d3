using System.Globalization;
using Bakeoff.Corpora.Guessing;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Scaffolding;

/// <summary>Writes the description of a corpus from a guess at its file names.</summary>
internal static class DatasetFile
{
    private const string Rule = "the name of a new corpus";

    /// <summary>Path of a new description, <c>experiments/datasets/NAME.yaml</c>.</summary>
    /// <exception cref="ScaffoldingException">There is such a file, or the name is no plain name.</exception>
    public static string NewPath(Workspace workspace, string name)
    {
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ScaffoldingException(name, "is no plain name", "Give one by --name, of letters, digits, '-' and '_'.", Rule);
        }

        var path = Path.Combine(workspace.DatasetDescriptionsFolder, name + ".yaml");
        if (File.Exists(path))
        {
            throw new ScaffoldingException($"experiments/datasets/{name}.yaml", "is there already", "Give another name by --name.", Rule);
        }

        return path;
    }

    /// <summary>Writes a description.</summary>
    /// <returns>Path of the file.</returns>
    /// <exception cref="ScaffoldingException">There is such a file, or the name is no plain name.</exception>
    public static string Write(Workspace workspace, string name, NamePattern guess)
    {
        var path = NewPath(workspace, name);
        Directory.CreateDirectory(workspace.DatasetDescriptionsFolder);
        File.WriteAllText(path, Text(name, guess));
        return path;
    }

    private static string Text(string name, NamePattern guess) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            name: {name}
            title: {name}
            licence: unknown      # to be filled in: reports and model cards print it
            citation: none
            # Guessed from {guess.FileCount} names, of which {guess.FitCount} fit; correct what is wrong. Speaker and text may be left out.
            pattern: {Quoted(guess.Pattern)}
            labels: {"{"}{string.Join(
                ", ",
                guess.Labels.OrderBy(static l => l.Key, StringComparer.Ordinal).Select(static l => $"{Quote(l.Key)}: {Quote(l.Value)}")
            )}{"}"}
            on_bad_clip: fail

            """);

    private static string Quote(string word) =>
        word.All(static c => char.IsLetter(c) || c == '_') && word is not ("no" or "yes" or "on" or "off" or "null" or "true" or "false")
            ? word
            : Quoted(word);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
