using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Mlflow.Tests.Server;

internal sealed partial class StrictState
{
    internal SortedDictionary<string, (SortedDictionary<string, string> Tags, SortedDictionary<string, int> Aliases, List<JsonObject> Versions)> Models { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, JsonObject> LoggedModels { get; } = new(StringComparer.Ordinal);

    private JsonObject AnswerModelGet(HttpRequest request, string endpoint)
    {
        switch (endpoint)
        {
            case "registered-models/get":
                return new JsonObject { ["registered_model"] = ModelJson(Query(request, "name")) };
            case "registered-models/search":
                return Page("registered_models", Models.Keys.Select(name => (JsonNode)ModelJson(name)), request.Query.TryGetValue("page_token", out var token) ? token.ToString() : null);
            case "model-versions/get":
                return new JsonObject { ["model_version"] = VersionOf(Query(request, "name"), Query(request, "version")).DeepClone() };
            case "model-versions/search":
                string filter = Query(request, "filter");
                string name = filter["name='".Length..^1];
                return Page("model_versions", ModelOf(name).Versions.AsEnumerable().Reverse().Select(v => v.DeepClone()), request.Query.TryGetValue("page_token", out var next) ? next.ToString() : null);
            default:
                if (Major == 3 && endpoint.StartsWith("logged-models/m-", StringComparison.Ordinal) && LoggedModels.TryGetValue(endpoint["logged-models/".Length..], out JsonObject? model))
                {
                    return new JsonObject { ["model"] = model.DeepClone() };
                }

                throw new StrictErrorException(404, "ENDPOINT_NOT_FOUND", "not found");
        }
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

                Models[Text("name")] = (CheckedPairs("tag", body, "tags", 5000), new(StringComparer.Ordinal), []);
                return new JsonObject { ["registered_model"] = ModelJson(Text("name")) };
            case "POST registered-models/alias":
                _ = VersionOf(Text("name"), Text("version"));
                ModelOf(Text("name")).Aliases[Text("alias")] = int.Parse(Text("version"), CultureInfo.InvariantCulture);
                return [];
            case "DELETE registered-models/alias":
                ModelOf(Text("name")).Aliases.Remove(Text("alias"));
                return [];
            case "POST model-versions/create":
                return new JsonObject { ["model_version"] = CreateVersion(body).DeepClone() };
            case "POST model-versions/set-tag":
                JsonArray tags = VersionOf(Text("name"), Text("version"))["tags"]!.AsArray();
                tags.Add(new JsonObject { ["key"] = Text("key"), ["value"] = Text("value") });
                return [];
            default:
                return Major == 3 ? ChangeLoggedModel(rule, body) : throw new StrictErrorException(404, "ENDPOINT_NOT_FOUND", "not found");
        }
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
                    ["tags"] = Pairs(CheckedPairs("tag", body, "tags", 8000)),
                };
                LoggedModels[id] = new JsonObject { ["info"] = info, ["data"] = new JsonObject { ["params"] = Pairs(CheckedPairs("param", body, "params", 6000)) } };
                return new JsonObject { ["model"] = LoggedModels[id].DeepClone() };
            case "POST logged-models/search":
                return Page("models", LoggedModels.Values.Select(m => m.DeepClone()), body.TryGetProperty("page_token", out JsonElement token) ? token.GetString() : null);
            case "PATCH logged-models/*":
                LoggedModels[Text("model_id")]["info"]!["status"] = Text("status") is "LOGGED_MODEL_READY" or "LOGGED_MODEL_UPLOAD_FAILED" ? Text("status") : throw new StrictViolationException("unknown status");
                return new JsonObject { ["model"] = LoggedModels[Text("model_id")].DeepClone() };
            default:
                RunOf(Text("run_id")).Outputs.AddRange(Items(body, "models").Select(m => m.GetProperty("model_id").GetString()!));
                return [];
        }
    }

    private JsonObject CreateVersion(JsonElement body)
    {
        string name = body.GetProperty("name").GetString()!;
        List<JsonObject> versions = ModelOf(name).Versions;
        if (Major == 2 && body.TryGetProperty("model_id", out _))
        {
            throw new StrictViolationException("model_id is unknown to MLflow 2");
        }

        var version = new JsonObject
        {
            ["name"] = name,
            ["version"] = (versions.Count + 1).ToString(CultureInfo.InvariantCulture),
            ["source"] = body.GetProperty("source").GetString(),
            ["run_id"] = body.TryGetProperty("run_id", out JsonElement run) ? run.GetString() : "",
            ["description"] = body.TryGetProperty("description", out JsonElement text) ? text.GetString() : "",
            ["current_stage"] = "None",
            ["status"] = "READY",
            ["tags"] = Pairs(CheckedPairs("tag", body, "tags", 5000)),
        };
        versions.Add(version);
        return version;
    }

    private (SortedDictionary<string, string> Tags, SortedDictionary<string, int> Aliases, List<JsonObject> Versions) ModelOf(string name) =>
        Models.TryGetValue(name, out var model) ? model : throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", $"Registered Model with name={name} not found");

    private JsonObject VersionOf(string name, string version) =>
        ModelOf(name).Versions.Find(v => (string?)v["version"] == version) ?? throw new StrictErrorException(404, "RESOURCE_DOES_NOT_EXIST", "Model Version not found");

    private JsonObject ModelJson(string name)
    {
        var model = ModelOf(name);
        return new JsonObject
        {
            ["name"] = name,
            ["tags"] = Pairs(model.Tags),
            ["aliases"] = new JsonArray([.. model.Aliases.Select(a => new JsonObject { ["alias"] = a.Key, ["version"] = a.Value.ToString(CultureInfo.InvariantCulture) })]),
        };
    }
}
