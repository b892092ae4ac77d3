using System.Text.Json;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Checking;

/// <summary>A list of file names: one a line, or JSON-lines with the keys <c>wav</c>, <c>emo</c> and <c>spk</c>, as EmoBox writes them.</summary>
/// <param name="Names">Names in the order of the list.</param>
public sealed record NameList(IReadOnlyList<ListedName> Names)
{
    private static readonly string[] PathKeys = ["wav", "wav_filename", "path", "file", "audio"];
    private static readonly string[] LabelKeys = ["emo", "emotion", "label"];
    private static readonly string[] SpeakerKeys = ["spk", "speaker"];

    /// <summary>Reads a list; empty lines are passed over.</summary>
    /// <param name="file">Text file in UTF-8.</param>
    /// <exception cref="DatasetException">
    /// The file cannot be read, holds no name, or a line is no JSON object with the name of a recording.
    /// </exception>
    public static NameList Read(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("list of names cannot be read")
                {
                    Where = file,
                    Rule = "a text file with one name a line",
                    NextStep = "Correct the path.",
                },
                exception);
        }

        var names = lines
            .Select(static (text, i) => (Text: text.Trim(), Line: i + 1))
            .Where(static line => line.Text.Length > 0)
            .Select(line => line.Text[0] == '{' ? ReadJson(file, line.Line, line.Text) : new ListedName(Tidy(line.Text), line.Line))
            .ToList();
        return names.Count > 0
            ? new NameList(names)
            : throw new DatasetException(
                DatasetProblem.Table,
                new ErrorDetails("holds no name") { Where = file, Rule = "one name of a recording a line" });
    }

    private static ListedName ReadJson(string file, int line, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Find(json.RootElement, PathKeys) is { } path
                ? new ListedName(Tidy(path), line)
                {
                    Label = Find(json.RootElement, LabelKeys),
                    Speaker = Find(json.RootElement, SpeakerKeys),
                }
                : throw Refused(file, line, null);
        }
        catch (JsonException exception)
        {
            throw Refused(file, line, exception);
        }
    }

    private static string? Find(JsonElement row, IEnumerable<string> keys) =>
        keys
            .Select(key => row.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
            .FirstOrDefault(static value => value is not null);

    private static string Tidy(string path) => path.Replace('\\', '/');

    private static DatasetException Refused(string file, int line, Exception? cause) =>
        new(
            DatasetProblem.Table,
            new ErrorDetails("line is no JSON object with a file name")
            {
                Where = FormattableString.Invariant($"{file}({line})"),
                Rule = "a line like {\"wav\": \"03a01Wa.wav\", \"emo\": \"anger\"}, or a bare file name",
            },
            cause);
}

/// <summary>One name of a list.</summary>
/// <param name="Path">Path or file name, with forward slashes.</param>
/// <param name="Line">Line of the list, from 1.</param>
public sealed record ListedName(string Path, int Line)
{
    /// <summary>Code of the label that the list itself states; null where it states none.</summary>
    public string? Label { get; init; }

    /// <summary>Speaker that the list itself states; null where it states none.</summary>
    public string? Speaker { get; init; }
}
