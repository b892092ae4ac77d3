using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
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
            foreach (var (i, group) in comparison.Groups.Index())
            {
                foreach (var experiment in group.Experiments)
                {
                    Write(json, experiment, i + 1, comparison.DifferingKeys);
                }
            }

            json.WriteEndArray();
            json.WriteStartArray("differences");
            foreach (var (group, pair) in comparison.Groups.SelectMany(static group => group.Pairs.Select(pair => (group, pair))))
            {
                Write(json, pair, group.Headline);
            }

            json.WriteEndArray();
            Write(json, "claims", [.. comparison.Groups.Select(ComparisonWords.Claim).Where(static claim => claim.Length > 0)]);
            Write(json, "notes", comparison.Notes);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()) + "\n");
    }

    private static void Write(Utf8JsonWriter json, ComparedExperiment experiment, int testSet, IReadOnlyList<string> keys)
    {
        json.WriteStartObject();
        json.WriteString("name", experiment.Name);
        json.WriteNumber("test_set", testSet);
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

    private static void Write(Utf8JsonWriter json, ComparedPair pair, ComparedFigure figure)
    {
        json.WriteStartObject();
        json.WriteString("first", pair.First.Name);
        json.WriteString("second", pair.Second.Name);
        json.WriteString("metric", figure.Name);
        json.WriteNumber("clips", pair.Result.Clips);
        json.WriteNumber("first_minus_second", pair.Result.Difference);
        json.WriteNumber("low", pair.Result.Interval.Low);
        json.WriteNumber("high", pair.Result.Interval.High);
        json.WriteNumber("p_value", pair.Result.PValue);
        json.WriteNumber("corrected_p_value", pair.CorrectedPValue);
        json.WriteBoolean("is_different", pair.IsDifferent);
        json.WriteString("drawn_by", ComparisonWords.Unit(pair));
        json.WriteBoolean("over_seeds", pair.Result.IsOverSeeds);
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
