using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Experiments.Comparing;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison as JSON: every metric, the parameters that differ, paired differences and notes.</summary>
internal static class ComparisonJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(Comparison comparison, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("experiments");
            foreach (var experiment in comparison.Experiments)
            {
                Write(json, experiment, comparison.DifferingKeys);
            }

            json.WriteEndArray();
            json.WriteStartArray("differences");
            foreach (var pair in comparison.Pairs)
            {
                Write(json, pair);
            }

            json.WriteEndArray();
            Write(json, "notes", comparison.Notes);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()) + "\n");
    }

    private static void Write(Utf8JsonWriter json, ComparedExperiment experiment, IReadOnlyList<string> keys)
    {
        json.WriteStartObject();
        json.WriteString("name", experiment.Name);
        json.WriteNumber("clips", experiment.Result.ClipCount);
        Write(json, "seeds", [.. experiment.Result.Runs.Select(run => run.Seed)]);
        json.WriteBoolean("seed_is_unused", experiment.Result.IsSeedUnused);
        json.WriteStartObject("metrics");
        foreach (var (name, value) in experiment.Result.Numbers)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("standard_deviations");
        foreach (var (name, _) in experiment.Result.Numbers)
        {
            if (experiment.Result.Statistic(name)?.StandardDeviation is { } deviation)
            {
                json.WriteNumber(name, deviation);
            }
        }

        json.WriteEndObject();
        Write(json, "leaks", experiment.Leaks);
        Write(json, "unknown_leaks", experiment.UnknownLeaks);
        json.WriteStartObject("parameters");
        foreach (var key in keys)
        {
            json.WriteString(key, experiment.Parameters.GetValueOrDefault(key));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ComparedPair pair)
    {
        json.WriteStartObject();
        json.WriteString("first", pair.First);
        json.WriteString("second", pair.Second);
        json.WriteString("metric", ComparedFigure.All[0].Name);
        json.WriteNumber("clips", pair.Result.Clips);
        json.WriteNumber("first_minus_second", pair.Result.UarDifference);
        json.WriteNumber("low", pair.Result.Interval.Low);
        json.WriteNumber("high", pair.Result.Interval.High);
        json.WriteNumber("p_value", pair.Result.PValue);
        json.WriteString("drawn_by", pair.Result.Unit == BootstrapUnit.Speaker ? "speaker" : "clip");
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
