using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Evaluation.Splits;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>Writes <c>metrics.json</c>: the single figures at the top level, then what they are made of.</summary>
/// <remarks>Determinism: equal results give equal bytes; numbers are the shortest that read back to the same float64.</remarks>
public static class MetricsDocument
{
    private static readonly JsonWriterOptions Json = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the document.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="result">The figures.</param>
    /// <param name="audit">What the split's sides share; stands beside the figures.</param>
    /// <param name="normalization">By whose statistics features were normalised; a transductive kind stands beside the figures.</param>
    public static void Write(string path, EvaluationResult result, LeakageAudit? audit, FeatureNormalization normalization = FeatureNormalization.Train)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var stream = File.Create(path);
        using (var json = new Utf8JsonWriter(stream, Json))
        {
            json.WriteStartObject();
            foreach (var (name, value) in result.Scalars())
            {
                json.WriteNumber(name, value);
            }

            json.WriteNumber("test_clips", result.Pooled.Confusion.Total);
            json.WriteString("interval", $"95 % percentile bootstrap, {Bootstrap.Resamples} resamples by {(result.IntervalUnit == BootstrapUnit.Speaker ? "speaker" : "clip")}");
            WriteLeaks(json, audit);
            if (TransductiveNote.Of(normalization) is { } note)
            {
                json.WriteString("transductive", note);
            }

            WriteClasses(json, result.Pooled);
            WriteGroups(json, "folds", result.Folds);
            WriteGroups(json, "speakers", result.Speakers);
            WriteGroups(json, "texts", result.Texts);
            WriteCalibration(json, result.Pooled.Calibration);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteLeaks(Utf8JsonWriter json, LeakageAudit? audit)
    {
        if (audit is null)
        {
            return;
        }

        json.WriteStartArray("acknowledged_leaks");
        foreach (var leak in audit.Found)
        {
            json.WriteStringValue(LeakageAudit.YamlName(leak));
        }

        json.WriteEndArray();
        json.WriteString("leakage", audit.Summary());
    }

    private static void WriteClasses(Utf8JsonWriter json, ClassificationMetrics metrics)
    {
        json.WriteStartArray("classes");
        foreach (var score in metrics.Classes)
        {
            json.WriteStartObject();
            json.WriteString("label", score.Label);
            json.WriteNumber("precision", score.Precision);
            json.WriteNumber("recall", score.Recall);
            json.WriteNumber("f1", score.F1);
            json.WriteNumber("support", score.Support);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("confusion");
        for (var truth = 0; truth < metrics.Classes.Count; truth++)
        {
            json.WriteStartArray();
            for (var predicted = 0; predicted < metrics.Classes.Count; predicted++)
            {
                json.WriteNumberValue(metrics.Confusion[truth, predicted]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteGroups(Utf8JsonWriter json, string name, IReadOnlyList<GroupScore> groups)
    {
        json.WriteStartArray(name);
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteString("name", group.Name);
            json.WriteNumber("clips", group.Clips);
            json.WriteNumber("uar", group.UnweightedAverageRecall);
            json.WriteNumber("accuracy", group.Accuracy);
            json.WriteNumber("macro_f1", group.MacroF1);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCalibration(Utf8JsonWriter json, Calibration? calibration)
    {
        if (calibration is null)
        {
            return;
        }

        json.WriteStartArray("calibration");
        foreach (var bin in calibration.Bins)
        {
            json.WriteStartObject();
            json.WriteNumber("low", bin.Low);
            json.WriteNumber("high", bin.High);
            json.WriteNumber("clips", bin.Count);
            json.WriteNumber("confidence", bin.Confidence);
            json.WriteNumber("accuracy", bin.Accuracy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
