using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.FileStores;
using Bakeoff.Mlflow.Rest;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>State and answers of the server.</summary>
internal sealed partial class StrictState
{
    [GeneratedRegex("logged-models/m-[0-9a-f]{32}", RegexOptions.None, 1000)]
    private static partial Regex LoggedModelId();

    private const string Api = "/api/2.0/mlflow/";
    private const string ArtifactApi = "/api/2.0/mlflow-artifacts/artifacts/";
    private const string UploadApi = "/ajax-api/2.0/mlflow/upload-artifact";

    private static readonly Dictionary<string, FieldRules> Rules = new(StringComparer.Ordinal)
    {
        ["POST experiments/create"] = new("name:s! artifact_location:s tags:[key:s! value:s!]"),
        ["POST experiments/search"] = new("max_results:i! filter:s order_by:l view_type:s page_token:s"),
        ["POST experiments/set-experiment-tag"] = new("experiment_id:s! key:s! value:s!"),
        ["POST experiments/update"] = new("experiment_id:s! new_name:s!"),
        ["POST experiments/delete"] = new("experiment_id:s!"),
        ["POST experiments/restore"] = new("experiment_id:s!"),
        ["POST runs/create"] = new("experiment_id:s! start_time:i! user_id:s run_name:s tags:[key:s! value:s!]"),
        ["POST runs/update"] = new("run_id:s! status:s end_time:i run_name:s"),
        ["POST runs/search"] = new("experiment_ids:l! filter:s run_view_type:s max_results:i order_by:l page_token:s"),
        ["POST runs/delete"] = new("run_id:s!"),
        ["POST runs/restore"] = new("run_id:s!"),
        ["POST runs/delete-tag"] = new("run_id:s! key:s!"),
        ["POST runs/log-batch"] = new(
            "run_id:s! metrics:[key:s! value:d! timestamp:i! step:i! model_id:s] params:[key:s! value:s!] tags:[key:s! value:s!]"),
        ["POST runs/log-inputs"] = new(
            "run_id:s! datasets:[tags:[key:s! value:s!] dataset:{name:s! digest:s! source_type:s! source:s! schema:s profile:s}!]!"),
        ["POST experiments/delete-experiment-tag"] = new("experiment_id:s! key:s!"),
        ["POST artifacts/presigned-upload-url"] = new("run_id:s model_id:s path:s!"),
        ["POST registered-models/rename"] = new("name:s! new_name:s!"),
        ["PATCH registered-models/update"] = new("name:s! description:s!"),
        ["DELETE registered-models/delete"] = new("name:s!"),
        ["POST registered-models/set-tag"] = new("name:s! key:s! value:s!"),
        ["DELETE registered-models/delete-tag"] = new("name:s! key:s!"),
        ["POST registered-models/get-latest-versions"] = new("name:s! stages:l"),
        ["PATCH model-versions/update"] = new("name:s! version:s! description:s!"),
        ["DELETE model-versions/delete"] = new("name:s! version:s!"),
        ["DELETE model-versions/delete-tag"] = new("name:s! version:s! key:s!"),
        ["POST model-versions/transition-stage"] = new("name:s! version:s! stage:s! archive_existing_versions:b!"),
        ["DELETE logged-models/*"] = new("model_id:s!"),
        ["PATCH logged-models/*/tags"] = new("model_id:s! tags:[key:s! value:s!]!"),
        ["DELETE logged-models/*/tags/*"] = new("model_id:s! tag_key:s!"),
        ["POST runs/outputs"] = new("run_id:s! models:[model_id:s! step:i!]!"),
        ["POST registered-models/create"] = new("name:s! description:s tags:[key:s! value:s!]"),
        ["POST registered-models/alias"] = new("name:s! alias:s! version:s!"),
        ["DELETE registered-models/alias"] = new("name:s! alias:s!"),
        ["POST model-versions/create"] = new("name:s! source:s! run_id:s run_link:s description:s model_id:s tags:[key:s! value:s!]"),
        ["POST model-versions/set-tag"] = new("name:s! version:s! key:s! value:s!"),
        ["POST logged-models"] = new(
            "experiment_id:s! name:s model_type:s source_run_id:s params:[key:s! value:s!] tags:[key:s! value:s!]"),
        ["POST logged-models/search"] = new("experiment_ids:l! filter:s max_results:i! order_by:[field_name:s! ascending:b!] page_token:s"),
        ["PATCH logged-models/*"] = new("model_id:s! status:s!"),
        ["POST mpu/create"] = new("path:s! num_parts:i!"),
    };

    private int _nextExperiment = 1;

    /// <summary>Number of times that log-inputs answers with the uniqueness error of MLflow 3 before it succeeds.</summary>
    internal int InputClashes { get; set; }

    /// <summary>Address of the storage for presigned uploads; null if the server offers none.</summary>
    internal string? PresignedStorage { get; init; }

    /// <summary>2 or 3.</summary>
    internal int Major { get; init; } = 2;

    /// <summary>
    /// True to keep equal points twice and to answer parameter conflicts with 500, as with a file store behind the server.
    /// </summary>
    internal bool IsFileBacked { get; init; }

    /// <summary>Root of the runs' artifact URIs.</summary>
    internal string ArtifactRoot { get; init; } = "mlflow-artifacts:/";

    internal int PageSize { get; init; } = 3;

    internal Dictionary<string, Experiment> Experiments { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, StrictRun> Runs { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, byte[]> Artifacts { get; } = new(StringComparer.Ordinal);

    internal static string EndpointOf(HttpRequest request)
    {
        string path = request.Path.Value!;
        return path.StartsWith(Api, StringComparison.Ordinal) ? path[Api.Length..]
            : path.StartsWith(ArtifactApi, StringComparison.Ordinal) ? "artifacts"
            : path.StartsWith("/api/2.0/mlflow-artifacts/mpu/create", StringComparison.Ordinal) ? "mpu/create"
            : path == UploadApi ? "upload-artifact"
            : path.StartsWith("/storage/", StringComparison.Ordinal) ? "storage"
            : path.Trim('/');
    }

    internal static JsonArray Pairs(IEnumerable<KeyValuePair<string, string>> values) =>
        new([.. values.Select(v => new JsonObject { ["key"] = v.Key, ["value"] = v.Value })]);

    internal StrictAnswer Answer(HttpRequest request, string endpoint, byte[] body, bool half)
    {
        switch (endpoint)
        {
            case "version":
                return new StrictAnswer(200, "text/plain", System.Text.Encoding.ASCII.GetBytes(Major == 3 ? "3.11.0" : "2.10.3"));
            case "artifacts":
                return AnswerArtifact(request, body);
            case "storage":
                Artifacts[request.Path.Value!["/storage/".Length..]] =
                    request.Headers.Authorization.Count == 0 && request.Headers["x-amz-meta-test"] == "1"
                        ? body
                        : throw new StrictViolationException("a presigned address got credentials, or lacks its header");
                return new StrictAnswer(200, "text/plain", []);
            case "upload-artifact":
                return AnswerUpload(request, body);
            case "get-artifact":
                return Content(
                    $"{RunOf(Query(request, "run_uuid")).ExperimentId}/{Query(request, "run_uuid")}/artifacts/{Query(request, "path")}");
            case "mpu/create":
                _ = ParseBody(request, "POST mpu/create", body);
                throw new StrictErrorException(
                    501,
                    "NOT_IMPLEMENTED",
                    "Multipart upload is not supported for the current artifact repository");
            default:
                break;
        }

        if (request.Method == "GET")
        {
            return StrictAnswer.Json(AnswerGet(request, endpoint));
        }

        string rule = $"{request.Method} {LoggedModelId().Replace(endpoint, "logged-models/*")}";
        rule = rule.Contains("*/tags/", StringComparison.Ordinal)
            ? rule[..(rule.IndexOf("/tags/", StringComparison.Ordinal) + 6)] + "*"
            : rule;
        JsonElement json = ParseBody(request, rule, body);
        return StrictAnswer.Json(Change(rule, json, half));
    }

    private static JsonElement ParseBody(HttpRequest request, string rule, byte[] body)
    {
        if (!Rules.TryGetValue(rule, out FieldRules? rules))
        {
            throw new StrictViolationException("no such call");
        }

        if (request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            throw new StrictViolationException($"Content-Type is {request.ContentType}, expected application/json");
        }

        JsonElement json = JsonDocument.Parse(body).RootElement;
        string problems = string.Join("; ", rules.FindProblems(json));
        return problems.Length == 0 ? json : throw new StrictViolationException(problems);
    }

    private static string Query(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && values.Count == 1
            ? values[0]!
            : throw new StrictViolationException($"query lacks {name}");

    private StrictRun RunOf(string runId) =>
        Runs.TryGetValue(runId, out StrictRun? run)
            ? run
            : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", $"Run with id={runId} not found");

    private StrictRun ActiveRunOf(string runId)
    {
        StrictRun run = RunOf(runId);
        return run.IsDeleted
            ? throw new StrictErrorException(400, "INVALID_PARAMETER_VALUE", $"The run {runId} must be in the 'active' state.")
            : run;
    }

    private Experiment ExperimentOf(string id) =>
        Experiments.TryGetValue(id, out Experiment? found)
            ? found
            : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", $"No Experiment with id={id} exists");

    private JsonObject AnswerGet(HttpRequest request, string endpoint)
    {
        switch (endpoint)
        {
            case "experiments/get-by-name":
                string name = Query(request, "experiment_name");
                Experiment found = Experiments.Values.FirstOrDefault(e => e.Name == name)
                    ?? throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", $"Could not find experiment with name '{name}'");
                return new JsonObject { ["experiment"] = ToJson(found) };
            case "experiments/get":
                return new JsonObject { ["experiment"] = ToJson(ExperimentOf(Query(request, "experiment_id"))) };
            case "runs/get":
                return new JsonObject { ["run"] = RunOf(Query(request, "run_id")).ToJson() };
            case "metrics/get-history":
                return History(request);
            case "artifacts/list":
                return ListArtifacts(request);
            default:
                return AnswerModelGet(request, endpoint);
        }
    }

    private JsonObject History(HttpRequest request)
    {
        int most = int.Parse(Query(request, "max_results"), CultureInfo.InvariantCulture);
        int start = request.Query.TryGetValue("page_token", out var token) ? int.Parse(token!, CultureInfo.InvariantCulture) : 0;
        string key = Query(request, "metric_key");
        Metric[] all = [.. RunOf(Query(request, "run_id")).Metrics.Where(m => m.Key == key)];
        int count = Math.Min(Math.Min(most, PageSize), all.Length - start);
        var answer = new JsonObject();
        if (count > 0)
        {
            answer["metrics"] = new JsonArray([.. all.Skip(start).Take(count).Select(StrictRun.MetricJson)]);
        }

        if (start + count < all.Length)
        {
            answer["next_page_token"] = (start + count).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    private JsonObject Change(string rule, JsonElement body, bool half)
    {
        string Text(string name) => body.GetProperty(name).GetString()!;
        string? Optional(string name) => body.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
        switch (rule)
        {
            case "POST experiments/create":
                return CreateExperiment(body);
            case "POST experiments/search":
                var experimentFilter = SearchFilter.Parse(Optional("filter"));
                IEnumerable<Experiment> experiments = Experiments.Values.Where(e =>
                    IsIn(Optional("view_type"), e.LifecycleStage == LifecycleStage.Deleted) && experimentFilter.Matches(e));
                return Page("experiments", experiments.Select(ToJson), Optional("page_token"));
            case "POST experiments/set-experiment-tag":
                CheckKey("tag", Text("key"));
                Experiment tagged = ExperimentOf(Text("experiment_id"));
                Experiments[tagged.ExperimentId] = tagged with
                {
                    Tags = new SortedDictionary<string, string>(tagged.Tags.ToDictionary(), StringComparer.Ordinal)
                    {
                        [Text("key")] = Text("value"),
                    },
                };
                return [];
            case "POST experiments/update":
                Experiments[Text("experiment_id")] = ExperimentOf(Text("experiment_id")) with { Name = Text("new_name") };
                return [];
            case "POST experiments/delete":
            case "POST experiments/restore":
                bool delete = rule.EndsWith("delete", StringComparison.Ordinal);
                Experiment moved = ExperimentOf(Text("experiment_id"));
                if ((moved.LifecycleStage == LifecycleStage.Deleted) == delete)
                {
                    throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "No such experiment in that stage");
                }

                Experiments[moved.ExperimentId] = moved with { LifecycleStage = delete ? LifecycleStage.Deleted : LifecycleStage.Active };
                return [];
            case "POST experiments/delete-experiment-tag":
                if (Major == 2)
                {
                    throw new StrictErrorException(404, "ENDPOINT_NOT_FOUND", "not found");
                }

                Experiment untagged = ExperimentOf(Text("experiment_id"));
                var tags = new SortedDictionary<string, string>(untagged.Tags.ToDictionary(), StringComparer.Ordinal);
                Experiments[untagged.ExperimentId] = untagged with { Tags = tags };
                return tags.Remove(Text("key"))
                    ? []
                    : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "No tag with that name");
            case "POST artifacts/presigned-upload-url":
                return Presign(body);
            case "POST runs/create":
                return CreateRun(body);
            case "POST runs/update":
                return UpdateRun(body);
            case "POST runs/search":
                HashSet<string> ids = [.. body.GetProperty("experiment_ids").EnumerateArray().Select(e => e.GetString()!)];
                var filter = SearchFilter.Parse(Optional("filter"));
                var order = RunOrder.Parse(
                    body.TryGetProperty("order_by", out JsonElement by) ? [.. by.EnumerateArray().Select(e => e.GetString()!)] : []);
                IEnumerable<StrictRun> runs = Runs.Values.Where(r =>
                    ids.Contains(r.ExperimentId) && IsIn(Optional("run_view_type"), r.IsDeleted) && filter.Matches(r.ToEntity()));
                return Page("runs", runs.OrderBy(r => r.ToEntity(), order).Select(r => (JsonNode)r.ToJson()), Optional("page_token"));
            case "POST runs/delete":
            case "POST runs/restore":
                RunOf(Text("run_id")).IsDeleted = rule.EndsWith("delete", StringComparison.Ordinal);
                return [];
            case "POST runs/delete-tag":
                return ActiveRunOf(Text("run_id")).Tags.Remove(Text("key"))
                    ? []
                    : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "No tag with that name");
            case "POST runs/log-batch":
                return LogBatch(body, half);
            case "POST runs/log-inputs":
                return LogInputs(body);
            default:
                return ChangeModel(rule, body);
        }
    }

    private JsonObject CreateExperiment(JsonElement body)
    {
        string name = body.GetProperty("name").GetString()!;
        if (name.Length is 0 or > 500)
        {
            throw new StrictViolationException("experiment name is empty or too long");
        }

        if (Experiments.Values.Any(e => e.Name == name))
        {
            throw new StrictErrorException(400, "RESOURCE_ALREADY_EXISTS", $"Experiment(name={name}) already exists.");
        }

        string id = (_nextExperiment++).ToString(CultureInfo.InvariantCulture);
        Experiments[id] = new Experiment
        {
            ExperimentId = id,
            Name = name,
            ArtifactLocation = body.TryGetProperty("artifact_location", out JsonElement place) ? place.GetString()! : $"{ArtifactRoot}{id}",
            Tags = CheckedPairs("tag", body, "tags", 5000),
        };
        return new JsonObject { ["experiment_id"] = id };
    }

    private JsonObject CreateRun(JsonElement body)
    {
        Experiment experiment = ExperimentOf(body.GetProperty("experiment_id").GetString()!);
        if (experiment.LifecycleStage == LifecycleStage.Deleted)
        {
            throw new StrictErrorException(400, "INVALID_STATE", "The experiment is deleted");
        }

        long start = body.GetProperty("start_time").GetInt64();
        CheckTime("start_time", start);
        SortedDictionary<string, string> tags = CheckedPairs("tag", body, "tags", Major == 3 ? 8000 : 5000);
        string? name = body.TryGetProperty("run_name", out JsonElement given) ? given.GetString() : null;
        string? tagged = tags.GetValueOrDefault("mlflow.runName");
        if (name is not null && tagged is not null && name != tagged)
        {
            throw new StrictViolationException("run_name and mlflow.runName differ");
        }

        string id = Guid.NewGuid().ToString("N");
        var run = new StrictRun
        {
            RunId = id,
            ExperimentId = experiment.ExperimentId,
            Name = name ?? tagged ?? "upbeat-fish-1",
            UserId = body.TryGetProperty("user_id", out JsonElement user) ? user.GetString()! : "",
            ArtifactUri = $"{experiment.ArtifactLocation}/{id}/artifacts",
            StartTime = start,
        };
        foreach ((string key, string value) in tags)
        {
            run.Tags[key] = value;
        }

        run.Tags["mlflow.runName"] = run.Name;
        Runs[id] = run;
        return new JsonObject { ["run"] = run.ToJson() };
    }

    private JsonObject UpdateRun(JsonElement body)
    {
        StrictRun run = ActiveRunOf(body.GetProperty("run_id").GetString()!);
        if (body.TryGetProperty("status", out JsonElement status))
        {
            run.Status = status.GetString() is "RUNNING" or "SCHEDULED" or "FINISHED" or "FAILED" or "KILLED"
                ? status.GetString()!
                : throw new StrictViolationException($"status is {status}, which servers ignore without a word");
        }

        if (body.TryGetProperty("end_time", out JsonElement end))
        {
            CheckTime("end_time", end.GetInt64());
            run.EndTime = end.GetInt64();
        }

        if (body.TryGetProperty("run_name", out JsonElement name))
        {
            run.Name = name.GetString()!;
            run.Tags["mlflow.runName"] = run.Name;
        }

        return new JsonObject { ["run_info"] = run.ToJson()["info"]!.DeepClone() };
    }

    private JsonObject LogBatch(JsonElement body, bool half)
    {
        StrictRun run = ActiveRunOf(body.GetProperty("run_id").GetString()!);
        List<Metric> metrics =
        [
            .. Items(body, "metrics")
                .Select(m => new Metric(
                    m.GetProperty("key").GetString()!,
                    ReadNumber(m.GetProperty("value")),
                    m.GetProperty("timestamp").GetInt64(),
                    m.GetProperty("step").GetInt64())),
        ];
        int parameters = Items(body, "params").Count();
        int tags = Items(body, "tags").Count();
        if (metrics.Count > 1000 || parameters > 100 || tags > 100 || metrics.Count + parameters + tags > 1000)
        {
            throw new StrictViolationException($"{metrics.Count} metrics, {parameters} params, {tags} tags in one request");
        }

        foreach (Metric metric in metrics)
        {
            CheckKey("metric", metric.Key);
            CheckTime("timestamp", metric.TimestampMs);
        }

        SortedDictionary<string, string> newParameters = CheckedPairs("param", body, "params", 6000);
        SortedDictionary<string, string> newTags = CheckedPairs("tag", body, "tags", Major == 3 ? 8000 : 5000);
        foreach ((string key, string value) in newParameters)
        {
            if (run.Parameters.TryGetValue(key, out string? stored) && stored != value)
            {
                throw new StrictErrorException(
                    IsFileBacked ? 500 : 400,
                    IsFileBacked ? "INTERNAL_ERROR" : "INVALID_PARAMETER_VALUE",
                    $"Changing param values is not allowed. Param with key='{key}' was already logged with value='{stored}'");
            }
        }

        foreach (Metric metric in half ? metrics.Take((metrics.Count + 1) / 2) : metrics)
        {
            if (IsFileBacked || !run.Metrics.Contains(metric))
            {
                run.Metrics.Add(metric);
            }
        }

        foreach (JsonElement point in Items(body, "metrics").Where(point => point.TryGetProperty("model_id", out _)))
        {
            AddToModel(point, run.RunId);
        }

        if (!half)
        {
            Merge(newParameters, run.Parameters);
            Merge(newTags, run.Tags);
            run.Name = run.Tags["mlflow.runName"];
        }

        return [];
    }

    private static double ReadNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    private JsonObject LogInputs(JsonElement body)
    {
        StrictRun run = ActiveRunOf(body.GetProperty("run_id").GetString()!);
        if (InputClashes > 0)
        {
            InputClashes--;
            throw new StrictErrorException(
                400,
                "BAD_REQUEST",
                "(sqlite3.IntegrityError) UNIQUE constraint failed: datasets.experiment_id, datasets.name, datasets.digest");
        }

        foreach (JsonElement input in Items(body, "datasets"))
        {
            JsonElement dataset = input.GetProperty("dataset");
            string name = dataset.GetProperty("name").GetString()!;
            string digest = dataset.GetProperty("digest").GetString()!;
            if (name.Length is 0 or > 500 || digest.Length is 0 or > 36)
            {
                throw new StrictViolationException("data set name or digest is empty or too long");
            }

            _ = CheckedPairs("tag", input, "tags", 500);
            run.Inputs.TryAdd(name + digest, JsonNode.Parse(input.GetRawText())!);
        }

        return [];
    }

    private JsonObject Page(string name, IEnumerable<JsonNode> items, string? token)
    {
        int start = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        JsonNode[] all = [.. items];
        JsonNode[] page = [.. all.Skip(start).Take(PageSize)];
        var answer = new JsonObject();
        if (page.Length > 0)
        {
            answer[name] = new JsonArray([.. page]);
        }

        if (start + page.Length < all.Length)
        {
            answer["next_page_token"] = (start + page.Length).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    private static IEnumerable<JsonElement> Items(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement list) ? list.EnumerateArray() : [];

    private static bool IsIn(string? view, bool isDeleted) => view == "ALL" || (view == "DELETED_ONLY") == isDeleted;

    private static void Merge(SortedDictionary<string, string> from, SortedDictionary<string, string> into)
    {
        foreach ((string key, string value) in from)
        {
            into[key] = value;
        }
    }

    private static SortedDictionary<string, string> CheckedPairs(string kind, JsonElement body, string name, int longest)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonElement pair in Items(body, name))
        {
            string key = pair.GetProperty("key").GetString()!;
            string value = pair.GetProperty("value").GetString()!;
            CheckKey(kind, key);
            if (value.Length > longest)
            {
                throw new StrictViolationException(
                    $"{kind} '{key}' has {value.Length} characters, which servers cut to {longest} without a word");
            }

            if (!values.TryAdd(key, value))
            {
                throw new StrictViolationException($"{kind} '{key}' is given twice");
            }
        }

        return values;
    }

    private static void CheckKey(string kind, string key)
    {
        bool clean =
            key.Length is > 0 and <= 250
            && key.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ')
            && key.Split('/').All(part => part is not ("" or "." or ".."));
        if (!clean)
        {
            throw new StrictViolationException($"{kind} key '{key}' is invalid");
        }
    }

    private static void CheckTime(string what, long ms)
    {
        // Later than 2001 in milliseconds; seconds would be in 1970.
        if (ms < 1_000_000_000_000)
        {
            throw new StrictViolationException($"{what} is {ms}, not milliseconds");
        }
    }

    private static JsonNode ToJson(Experiment experiment) =>
        new JsonObject
        {
            ["experiment_id"] = experiment.ExperimentId,
            ["name"] = experiment.Name,
            ["artifact_location"] = experiment.ArtifactLocation,
            ["lifecycle_stage"] = experiment.LifecycleStage == LifecycleStage.Deleted ? "deleted" : "active",
            ["creation_time"] = 1700000000000,
            ["last_update_time"] = 1700000000000,
            ["tags"] = Pairs(experiment.Tags),
        };
}
