using System.Text.Json;
using Bakeoff.Corpora;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Writes <c>split-report.json</c>: for each fold how many clips of each label are on each side, and what the sides have in common.</summary>
/// <remarks>Determinism: equal folds give equal bytes.</remarks>
public static class SplitReport
{
    private static readonly JsonWriterOptions Json = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes the report.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="clips">The clips that were split.</param>
    /// <param name="result">Folds and audit.</param>
    public static void Write(string path, IReadOnlyList<Clip> clips, SplitResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var stream = File.Create(path);
        using (var json = new Utf8JsonWriter(stream, Json))
        {
            json.WriteStartObject();
            json.WriteString("leakage", result.Audit.Summary());
            json.WriteStartArray("folds");
            for (var i = 0; i < result.Folds.Count; i++)
            {
                WriteFold(json, clips, result.Folds[i], result.Audit.Folds[i]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteFold(Utf8JsonWriter json, IReadOnlyList<Clip> clips, SplitFold fold, FoldLeakage leakage)
    {
        json.WriteStartObject();
        json.WriteString("name", fold.Name);
        json.WriteStartObject("clips");
        foreach (var partition in Enum.GetValues<Partition>())
        {
            json.WriteStartObject(JsonNamingPolicy.SnakeCaseLower.ConvertName(partition.ToString()));
            foreach (var label in fold.IndicesOf(partition).Select(i => clips[i].Label).CountBy(static label => label).OrderBy(static count => count.Key, StringComparer.Ordinal))
            {
                json.WriteNumber(label.Key, label.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("training_and_test_share");
        foreach (var leak in Enum.GetValues<Leak>())
        {
            json.WriteNumber(LeakageAudit.YamlName(leak), leakage.Count(leak));
        }

        json.WriteEndObject();
        json.WriteStartObject("train_and_validation_share");
        json.WriteNumber("speakers", leakage.ValidationSharedSpeakers);
        json.WriteNumber("texts", leakage.ValidationSharedTexts);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
