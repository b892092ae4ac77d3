using System.Text.Json;
using Bakeoff.Corpora;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The file <c>split-report.json</c>: for each fold, the number of clips of each label in each partition, and the overlap between
/// the sides.</summary>
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
            json.WriteStartObject("leaks");
            foreach (var finding in result.Audit.Findings)
            {
                WriteFinding(json, finding);
            }

            json.WriteEndObject();
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

    private static void WriteFinding(Utf8JsonWriter json, LeakFinding finding)
    {
        json.WriteStartObject(YamlName.Of(finding.Kind));
        json.WriteString("state", YamlName.Of(finding.State));
        WriteCount(json, "count", finding.Count, finding.State);
        json.WriteNumber("unknown_clips", finding.UnknownClips);
        json.WriteBoolean("acknowledged", finding.IsAcknowledged);
        json.WriteEndObject();
    }

    // A count that is not known is null; 0 would deny it.
    private static void WriteCount(Utf8JsonWriter json, string name, int count, LeakState state)
    {
        if (state == LeakState.CannotBeKnown)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, count);
        }
    }

    private static void WriteFold(Utf8JsonWriter json, IReadOnlyList<Clip> clips, SplitFold fold, FoldLeakage leakage)
    {
        json.WriteStartObject();
        json.WriteString("name", fold.Name);
        json.WriteStartObject("clips");
        foreach (var partition in Enum.GetValues<Partition>())
        {
            json.WriteStartObject(YamlName.Of(partition));
            var labels = fold.IndicesOf(partition).CountBy(i => clips[i].Label, StringComparer.Ordinal);
            foreach (var (label, count) in labels.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteNumber(label, count);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("training_and_test_share");
        foreach (var leak in Enum.GetValues<Leak>())
        {
            WriteCount(json, YamlName.Of(leak), leakage.Count(leak), leakage.State(leak));
        }

        json.WriteEndObject();
        json.WriteStartObject("train_and_validation_share");
        var (speakers, texts) = (leakage.ValidationSharedSpeakers, leakage.ValidationSharedTexts);
        WriteCount(json, "speakers", speakers, ValidationState(speakers, leakage.UnknownSpeakers));
        WriteCount(json, "texts", texts, ValidationState(texts, leakage.UnknownTexts));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static LeakState ValidationState(int shared, int unknown) =>
        shared > 0 ? LeakState.Found : unknown > 0 ? LeakState.CannotBeKnown : LeakState.None;
}
