using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.FileStores;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Mlflow.Tests.Server;

internal sealed partial class StrictState
{
    private static readonly string[] Stages = ["None", "Staging", "Production", "Archived"];

    internal SortedDictionary<string, StrictModel> Models { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, JsonObject> LoggedModels { get; } = new(StringComparer.Ordinal);

    private static string? OptionalQuery(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    private JsonObject AnswerModelGet(HttpRequest request, string endpoint)
    {
        string? token = OptionalQuery(request, "page_token");
        var filter = SearchFilter.Parse(OptionalQuery(request, "filter"));
        IReadOnlyList<string> orderBy = [.. request.Query["order_by"].Select(order => order!)];
        switch (endpoint)
        {
            case "registered-models/get":
                return new JsonObject { ["registered_model"] = ModelJson(Query(request, "name")) };
            case "registered-models/search":
                _ = Query(request, "max_results");
                IEnumerable<string> names = Models
                    .Keys.Select(ModelEntity)
                    .Where(filter.Matches)
                    .Order(RegistryOrders.ParseModels(orderBy))
                    .Select(m => m.Name);
                return Page("registered_models", names.Select(name => (JsonNode)ModelJson(name)), token);
            case "model-versions/get":
                return new JsonObject { ["model_version"] = VersionJson(Query(request, "name"), Query(request, "version")) };
            case "model-versions/get-download-uri":
                return new JsonObject
                {
                    ["artifact_uri"] = (string?)VersionOf(Query(request, "name"), Query(request, "version"))["storage_location"],
                };
            case "model-versions/search":
                _ = Query(request, "max_results");
                IEnumerable<ModelVersion> versions = Models
                    .SelectMany(m => m.Value.Versions.Select(v => VersionEntity(m.Key, v)))
                    .Where(filter.Matches)
                    .Order(RegistryOrders.ParseVersions(orderBy));
                return Page(
                    "model_versions",
                    versions.Select(v => (JsonNode)VersionJson(v.Name, v.Version.ToString(CultureInfo.InvariantCulture))),
                    token);
            default:
                return AnswerLoggedModelGet(request, endpoint);
        }
    }

    private JsonObject AnswerLoggedModelGet(HttpRequest request, string endpoint)
    {
        string[] parts = endpoint.Split('/');
        if (Major == 3 && parts[0] == "logged-models" && parts.Length > 1)
        {
            JsonObject model = LoggedModelOf(parts[1]);
            return parts.Length == 2
                ? new JsonObject { ["model"] = model.DeepClone() }
                : ListFolder(
                    $"{(string?)model["info"]!["experiment_id"]}/models/{parts[1]}/artifacts/",
                    OptionalQuery(request, "artifact_directory_path"));
        }

        throw new StrictErrorException(404, "ENDPOINT_NOT_FOUND", "not found");
    }

    private JsonObject ChangeModel(string rule, JsonElement body)
    {
        string Text(string name) => body.GetProperty(name).GetString()!;
        switch (rule)
        {
            case "POST registered-models/create":
                if (Models.ContainsKey(Text("name")))
                {
                    throw new StrictErrorException(400, "RESOURCE_ALREADY_EXISTS", "Registered Model already exists.");
                }

                Models[Text("name")] = new StrictModel(CheckedPairs("tag", body, "tags", 5000))
                {
                    Description = body.TryGetProperty("description", out JsonElement description) ? description.GetString()! : "",
                };
                return new JsonObject { ["registered_model"] = ModelJson(Text("name")) };
            case "POST registered-models/rename":
                StrictModel renamed = ModelOf(Text("name"));
                if (Models.ContainsKey(Text("new_name")))
                {
                    throw new StrictErrorException(400, "RESOURCE_ALREADY_EXISTS", "Registered Model already exists.");
                }

                Models.Remove(Text("name"));
                Models[Text("new_name")] = renamed;
                return [];
            case "PATCH registered-models/update":
                ModelOf(Text("name")).Description = Text("description");
                return [];
            case "DELETE registered-models/delete":
                _ = ModelOf(Text("name"));
                Models.Remove(Text("name"));
                return [];
            case "POST registered-models/set-tag":
                CheckKey("tag", Text("key"));
                ModelOf(Text("name")).Tags[Text("key")] = Text("value");
                return [];
            case "DELETE registered-models/delete-tag":
                return ModelOf(Text("name")).Tags.Remove(Text("key"))
                    ? []
                    : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "no such tag");
            case "POST registered-models/get-latest-versions":
                HashSet<string> stages = [.. body.GetProperty("stages").EnumerateArray().Select(s => s.GetString()!)];
                return new JsonObject
                {
                    ["model_versions"] = new JsonArray([.. Latest(Text("name")).Where(v => stages.Contains((string)v["current_stage"]!))]),
                };
            case "POST registered-models/alias":
                _ = VersionOf(Text("name"), Text("version"));
                ModelOf(Text("name")).Aliases[Text("alias")] = int.Parse(Text("version"), CultureInfo.InvariantCulture);
                return [];
            case "DELETE registered-models/alias":
                ModelOf(Text("name")).Aliases.Remove(Text("alias"));
                return [];
            default:
                return ChangeVersion(rule, body);
        }
    }

    private JsonObject ChangeVersion(string rule, JsonElement body)
    {
        string Text(string name) => body.GetProperty(name).GetString()!;
        switch (rule)
        {
            case "POST model-versions/create":
                JsonObject created = CreateVersion(body);
                return new JsonObject { ["model_version"] = VersionJson(Text("name"), (string)created["version"]!) };
            case "PATCH model-versions/update":
                VersionOf(Text("name"), Text("version"))["description"] = Text("description");
                return [];
            case "DELETE model-versions/delete":
                ModelOf(Text("name")).Versions.Remove(VersionOf(Text("name"), Text("version")));
                foreach (string alias in AliasesOf(Text("name"), Text("version")))
                {
                    ModelOf(Text("name")).Aliases.Remove(alias);
                }

                return [];
            case "POST model-versions/set-tag":
                RemoveTag(body);
                VersionOf(Text("name"), Text("version"))["tags"]!
                    .AsArray()
                    .Add(new JsonObject { ["key"] = Text("key"), ["value"] = Text("value") });
                return [];
            case "DELETE model-versions/delete-tag":
                return RemoveTag(body) ? [] : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "no such tag");
            case "POST model-versions/transition-stage":
                return Transition(body);
            default:
                return Major == 3 ? ChangeLoggedModel(rule, body) : throw new StrictErrorException(404, "ENDPOINT_NOT_FOUND", "not found");
        }
    }

    private bool RemoveTag(JsonElement body)
    {
        JsonArray tags = VersionOf(body.GetProperty("name").GetString()!, body.GetProperty("version").GetString()!)["tags"]!.AsArray();
        string key = body.GetProperty("key").GetString()!;
        return tags.RemoveAll(tag => (string?)tag!["key"] == key) > 0;
    }

    private JsonObject Transition(JsonElement body)
    {
        string name = body.GetProperty("name").GetString()!;
        string stage = body.GetProperty("stage").GetString()!;
        bool archive = body.GetProperty("archive_existing_versions").GetBoolean();
        if (!Stages.Contains(stage) || (archive && stage is not ("Staging" or "Production")))
        {
            throw new StrictViolationException($"stage is {stage}");
        }

        JsonObject version = VersionOf(name, body.GetProperty("version").GetString()!);
        foreach (JsonObject other in ModelOf(name).Versions.Where(v => archive && v != version && (string?)v["current_stage"] == stage))
        {
            other["current_stage"] = "Archived";
        }

        version["current_stage"] = stage;
        return new JsonObject { ["model_version"] = VersionJson(name, (string)version["version"]!) };
    }

    private JsonObject ChangeLoggedModel(string rule, JsonElement body)
    {
        string Text(string name) => body.GetProperty(name).GetString()!;
        switch (rule)
        {
            case "POST logged-models":
                if (Text("name").AsSpan().IndexOfAny("/:.%\"'") >= 0)
                {
                    throw new StrictViolationException("logged model name holds a forbidden character");
                }

                string id = "m-" + Guid.NewGuid().ToString("N");
                var info = new JsonObject
                {
                    ["model_id"] = id,
                    ["experiment_id"] = Text("experiment_id"),
                    ["name"] = Text("name"),
                    ["artifact_uri"] = $"mlflow-artifacts:/{Text("experiment_id")}/models/{id}/artifacts",
                    ["status"] = "LOGGED_MODEL_PENDING",
                    ["creation_timestamp_ms"] = 1700000000000,
                    ["last_updated_timestamp_ms"] = 1700000000000,
                    ["tags"] = Pairs(CheckedPairs("tag", body, "tags", 8000)),
                };
                LoggedModels[id] = new JsonObject
                {
                    ["info"] = info,
                    ["data"] = new JsonObject { ["params"] = Pairs(CheckedPairs("param", body, "params", 6000)) },
                };
                return new JsonObject { ["model"] = LoggedModels[id].DeepClone() };
            case "POST logged-models/search":
                HashSet<string> experiments = [.. body.GetProperty("experiment_ids").EnumerateArray().Select(e => e.GetString()!)];
                IEnumerable<JsonObject> found = LoggedModels.Values.Where(m => experiments.Contains((string)m["info"]!["experiment_id"]!));
                return Page(
                    "models",
                    found.Select(m => m.DeepClone()),
                    body.TryGetProperty("page_token", out JsonElement token) ? token.GetString() : null);
            case "PATCH logged-models/*":
                if (Text("status") is not ("LOGGED_MODEL_READY" or "LOGGED_MODEL_UPLOAD_FAILED"))
                {
                    throw new StrictViolationException("unknown status");
                }

                LoggedModelOf(Text("model_id"))["info"]!["status"] = Text("status");
                return new JsonObject { ["model"] = LoggedModels[Text("model_id")].DeepClone() };
            case "DELETE logged-models/*":
                _ = LoggedModelOf(Text("model_id"));
                LoggedModels.Remove(Text("model_id"));
                return [];
            case "PATCH logged-models/*/tags":
                JsonArray tags = LoggedModelOf(Text("model_id"))["info"]!["tags"]!.AsArray();
                foreach ((string key, string value) in CheckedPairs("tag", body, "tags", 8000))
                {
                    tags.RemoveAll(tag => (string?)tag!["key"] == key);
                    tags.Add(new JsonObject { ["key"] = key, ["value"] = value });
                }

                return [];
            case "DELETE logged-models/*/tags/*":
                string removed = Text("tag_key");
                return LoggedModelOf(Text("model_id"))["info"]!["tags"]!.AsArray().RemoveAll(tag => (string?)tag!["key"] == removed) > 0
                    ? []
                    : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "no such tag");
            default:
                RunOf(Text("run_id")).Outputs.AddRange(Items(body, "models").Select(m => m.GetProperty("model_id").GetString()!));
                return [];
        }
    }

    private void AddToModel(JsonElement point, string runId)
    {
        JsonNode data = LoggedModelOf(point.GetProperty("model_id").GetString()!)["data"]!;
        data["metrics"] ??= new JsonArray();
        string key = point.GetProperty("key").GetString()!;
        if (data["metrics"]!.AsArray().Any(known => (string?)known!["key"] == key))
        {
            throw new StrictErrorException(400, "BAD_REQUEST", "UNIQUE constraint failed: logged_model_metrics");
        }

        JsonObject stored = JsonNode.Parse(point.GetRawText())!.AsObject();
        stored["run_id"] = runId;
        data["metrics"]!.AsArray().Add(stored);
    }

    private JsonObject LoggedModelOf(string id) =>
        LoggedModels.TryGetValue(id, out JsonObject? model)
            ? model
            : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", $"Logged model with ID '{id}' not found");

    private JsonObject CreateVersion(JsonElement body)
    {
        string name = body.GetProperty("name").GetString()!;
        StrictModel model = ModelOf(name);
        if (Major == 2 && body.TryGetProperty("model_id", out _))
        {
            throw new StrictViolationException("model_id is unknown to MLflow 2");
        }

        string source = body.GetProperty("source").GetString()!;
        string[] copied = source.StartsWith("models:/", StringComparison.Ordinal) ? source["models:/".Length..].Split('/') : [];
        string? location = copied.Length == 2 ? (string?)VersionOf(copied[0], copied[1])["storage_location"] : source;
        var version = new JsonObject
        {
            ["name"] = name,
            ["version"] = (++model.LastVersion).ToString(CultureInfo.InvariantCulture),
            ["source"] = source,
            ["storage_location"] = location,
            ["run_id"] = body.TryGetProperty("run_id", out JsonElement run) ? run.GetString() : "",
            ["model_id"] = body.TryGetProperty("model_id", out JsonElement logged) ? logged.GetString() : null,
            ["description"] = body.TryGetProperty("description", out JsonElement text) ? text.GetString() : "",
            ["creation_timestamp"] = 1700000000000 + model.LastVersion,
            ["last_updated_timestamp"] = 1700000000000 + model.LastVersion,
            ["current_stage"] = "None",
            ["status"] = "READY",
            ["tags"] = Pairs(CheckedPairs("tag", body, "tags", 5000)),
        };
        model.Versions.Add(version);
        return version;
    }

    private StrictModel ModelOf(string name) =>
        Models.TryGetValue(name, out StrictModel? model)
            ? model
            : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", $"Registered Model with name={name} not found");

    private JsonObject VersionOf(string name, string version) =>
        ModelOf(name).Versions.Find(v => (string?)v["version"] == version)
        ?? throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "Model Version not found");

    private IReadOnlyList<string> AliasesOf(string name, string version) =>
        [.. ModelOf(name).Aliases.Where(a => a.Value.ToString(CultureInfo.InvariantCulture) == version).Select(a => a.Key)];

    private JsonObject VersionJson(string name, string version)
    {
        JsonObject json = VersionOf(name, version).DeepClone().AsObject();
        json.Remove("storage_location");
        json["name"] = name;
        if (AliasesOf(name, version) is { Count: > 0 } aliases)
        {
            json["aliases"] = new JsonArray([.. aliases.Select(alias => JsonValue.Create(alias))]);
        }

        return json;
    }

    private IEnumerable<JsonObject> Latest(string name) =>
        ModelOf(name)
            .Versions.GroupBy(v => (string?)v["current_stage"], StringComparer.Ordinal)
            .Select(stage => VersionJson(name, (string)stage.Last()["version"]!));

    private RegisteredModel ModelEntity(string name) => new() { Name = name, Tags = ModelOf(name).Tags };

    private static ModelVersion VersionEntity(string name, JsonObject version) =>
        new()
        {
            Name = name,
            Version = int.Parse((string)version["version"]!, CultureInfo.InvariantCulture),
            Source = (string)version["source"]!,
            RunId = (string?)version["run_id"],
            LastUpdateTime = DateTimeOffset.FromUnixTimeMilliseconds((long)version["last_updated_timestamp"]!),
            Tags = version["tags"]!
                .AsArray()
                .ToDictionary(tag => (string)tag!["key"]!, tag => (string)tag!["value"]!, StringComparer.Ordinal),
        };

    private JsonObject ModelJson(string name)
    {
        StrictModel model = ModelOf(name);
        return new JsonObject
        {
            ["name"] = name,
            ["description"] = model.Description,
            ["creation_timestamp"] = 1700000000000,
            ["last_updated_timestamp"] = 1700000000000,
            ["latest_versions"] = new JsonArray([.. Latest(name)]),
            ["tags"] = Pairs(model.Tags),
            ["aliases"] = new JsonArray([.. model.Aliases.Select(AliasJson)]),
        };
    }

    private static JsonObject AliasJson(KeyValuePair<string, int> alias) =>
        new() { ["alias"] = alias.Key, ["version"] = alias.Value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>A registered model in the server's state.</summary>
    internal sealed class StrictModel(SortedDictionary<string, string> tags)
    {
        internal string Description { get; set; } = "";

        internal SortedDictionary<string, string> Tags { get; } = tags;

        internal SortedDictionary<string, int> Aliases { get; } = new(StringComparer.Ordinal);

        internal List<JsonObject> Versions { get; } = [];

        internal int LastVersion { get; set; }
    }
}
