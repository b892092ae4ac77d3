using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Mlflow.Tests.Server;

internal sealed partial class StrictState
{
    private StrictAnswer AnswerArtifact(HttpRequest request, byte[] body)
    {
        string path = request.Path.Value![ArtifactApi.Length..];
        if (
            path.Split('/').Any(part => part is "" or "." or "..")
            || path.Contains('#', StringComparison.Ordinal)
            || Uri.UnescapeDataString(path) != path)
        {
            throw new StrictViolationException($"artifact path '{path}' is not clean");
        }

        if (request.Method == "GET")
        {
            return Content(path);
        }

        if (request.Method != "PUT")
        {
            throw new StrictViolationException("no such call");
        }

        Artifacts[path] = body;
        return StrictAnswer.Json(new JsonObject());
    }

    private JsonObject Presign(JsonElement body)
    {
        if (PresignedStorage is null)
        {
            throw new StrictErrorException(501, "NOT_IMPLEMENTED", "Presigned uploads are not supported by this artifact repository");
        }

        StrictRun run = RunOf(body.GetProperty("run_id").GetString()!);
        string place = $"{run.ExperimentId}/{run.RunId}/artifacts/{body.GetProperty("path").GetString()}";
        return new JsonObject
        {
            ["presigned_url"] = $"{PresignedStorage}/storage/{place}?signature=abc",
            ["headers"] = new JsonObject { ["x-amz-meta-test"] = "1" },
        };
    }

    private StrictAnswer AnswerUpload(HttpRequest request, byte[] body)
    {
        if (body.Length is 0 or > 10 << 20)
        {
            throw new StrictViolationException($"upload of {body.Length} bytes");
        }

        StrictRun run = RunOf(Query(request, "run_uuid"));
        Artifacts[$"{run.ExperimentId}/{run.RunId}/artifacts/{Query(request, "path")}"] = body;
        return StrictAnswer.Json(new JsonObject());
    }

    private StrictAnswer Content(string path) =>
        Artifacts.TryGetValue(path, out byte[]? content)
            ? new StrictAnswer(200, "application/octet-stream", content)
            : throw new StrictErrorException(
                Major == 3 ? 404 : 500,
                Major == 3 ? "RESOURCE_DOES_NOT_EXIST" : "INTERNAL_ERROR",
                "No such file or directory");

    private JsonObject ListArtifacts(HttpRequest request)
    {
        StrictRun run = RunOf(Query(request, "run_id"));
        JsonObject answer = ListFolder(
            $"{run.ExperimentId}/{run.RunId}/artifacts/",
            request.Query.TryGetValue("path", out var path) ? path.ToString() : null);
        answer["root_uri"] = run.ArtifactUri;
        return answer;
    }

    private JsonObject ListFolder(string root, string? path)
    {
        string folder = path is null ? "" : path + "/";
        var files = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach ((string name, byte[] content) in Artifacts)
        {
            if (!name.StartsWith(root + folder, StringComparison.Ordinal))
            {
                continue;
            }

            string rest = name[(root.Length + folder.Length)..];
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            string entry = folder + (slash < 0 ? rest : rest[..slash]);
            var file = new JsonObject { ["path"] = entry, ["is_dir"] = slash >= 0 };
            if (slash < 0 && content.Length > 0)
            {
                // Real servers leave the size of an empty file out.
                file["file_size"] = content.Length;
            }

            files[entry] = file;
        }

        var answer = new JsonObject();
        if (files.Count > 0)
        {
            answer["files"] = new JsonArray([.. files.Values]);
        }

        return answer;
    }
}
