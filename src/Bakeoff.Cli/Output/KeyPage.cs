using System.Text;
using Bakeoff.Options.Schema;

namespace Bakeoff.Cli.Output;

/// <summary>The page of all keys of an experiment: <c>docs/keys.md</c>.</summary>
internal static class KeyPage
{
    /// <summary>Place of the page, relative to the repository's root.</summary>
    public const string RelativePath = "docs/keys.md";

    /// <summary>The page as Markdown: a table a section.</summary>
    public static string Write(IReadOnlyList<OptionKey> keys)
    {
        var text = new StringBuilder(
            "# Keys of an experiment\n\n"
                + "Written by `bakeoff schema` from the options themselves; `bakeoff explain KEY` shows one of them. `[]` stands for "
                    + "an item of a list. A kind\n"
                + "with a value alone (`lstm: 64`) is short for its first key (`lstm: {units: 64}`).\n");
        foreach (var section in keys.GroupBy(static key => key.Path.Split('.', '[')[0]))
        {
            text.Append($"\n## {section.Key}\n\n");
            var readers = KeyReaders.Of(section.Key);
            if (readers.Count > 0)
            {
                text.Append($"Read by {string.Join(", ", readers)}.\n\n");
            }

            text.Append("| key | meaning | takes | default |\n|---|---|---|---|\n");
            foreach (var key in section)
            {
                text.Append(
                    $"| `{key.Path}` | {Cell(key.Meaning)} | {Cell(key.Value)} | "
                        + $"{(key.Default is { } value ? $"`{Cell(value)}`" : "")} |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
