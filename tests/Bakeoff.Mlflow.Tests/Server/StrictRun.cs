using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>A run as the server remembers it.</summary>
internal sealed class StrictRun
{
    internal required string RunId { get; init; }

    internal required string ExperimentId { get; init; }

    internal required string Name { get; set; }

    internal required string UserId { get; init; }

    internal required string ArtifactUri { get; init; }

    internal required long StartTime { get; init; }

    internal long? EndTime { get; set; }

    internal string Status { get; set; } = "RUNNING";

    internal bool IsDeleted { get; set; }

    internal List<Metric> Metrics { get; } = [];

    internal SortedDictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, JsonNode> Inputs { get; } = new(StringComparer.Ordinal);

    internal List<string> Outputs { get; } = [];

    internal Run ToEntity() =>
        new()
        {
            Info = new RunInfo
            {
                RunId = RunId,
                ExperimentId = ExperimentId,
                Name = Name,
                Status = Enum.Parse<RunStatus>(Status, ignoreCase: true),
                StartTime = DateTimeOffset.FromUnixTimeMilliseconds(StartTime),
                LifecycleStage = IsDeleted ? LifecycleStage.Deleted : LifecycleStage.Active,
            },
            Parameters = Parameters,
            Tags = Tags,
            Metrics = new SortedDictionary<string, Metric>(
                Latest().ToDictionary(m => m.Key, StringComparer.Ordinal),
                StringComparer.Ordinal),
        };

    internal IEnumerable<Metric> Latest() =>
        Metrics.GroupBy(m => m.Key, StringComparer.Ordinal).Select(g => g.MaxBy(m => (m.Step, m.TimestampMs, m.Value)));

    internal JsonObject ToJson()
    {
        var info = new JsonObject
        {
            ["run_id"] = RunId,
            ["run_uuid"] = RunId,
            ["run_name"] = Name,
            ["experiment_id"] = ExperimentId,
            ["user_id"] = UserId,
            ["status"] = Status,
            ["start_time"] = StartTime,
            ["artifact_uri"] = ArtifactUri,
            ["lifecycle_stage"] = IsDeleted ? "deleted" : "active",
        };
        if (EndTime is { } end)
        {
            info["end_time"] = end;
        }

        // As real servers do, empty lists are left out.
        var data = new JsonObject();
        if (Metrics.Count > 0)
        {
            data["metrics"] = new JsonArray([.. Latest().Select(MetricJson)]);
        }

        if (Parameters.Count > 0)
        {
            data["params"] = StrictState.Pairs(Parameters);
        }

        if (Tags.Count > 0)
        {
            data["tags"] = StrictState.Pairs(Tags);
        }

        var inputs = new JsonObject();
        if (Inputs.Count > 0)
        {
            inputs["dataset_inputs"] = new JsonArray([.. Inputs.Values.Select(i => i.DeepClone())]);
        }

        var json = new JsonObject
        {
            ["info"] = info,
            ["data"] = data,
            ["inputs"] = inputs,
        };
        if (Outputs.Count > 0)
        {
            json["outputs"] = new JsonObject
            {
                ["model_outputs"] = new JsonArray([.. Outputs.Select(id => new JsonObject { ["model_id"] = id, ["step"] = 3 })]),
            };
        }

        return json;
    }

    internal static JsonNode MetricJson(Metric metric) =>
        new JsonObject
        {
            ["key"] = metric.Key,
            ["value"] = double.IsFinite(metric.Value)
                ? JsonValue.Create(metric.Value)
                : JsonValue.Create(metric.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ["timestamp"] = metric.TimestampMs,
            ["step"] = metric.Step,
        };
}
