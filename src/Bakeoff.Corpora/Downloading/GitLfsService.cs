using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Lists recordings kept in Git LFS: pointers from the repository's archive, addresses from the LFS batch interface.</summary>
/// <remarks>
/// Source: git-lfs/docs/spec.md (pointer files) and git-lfs/docs/api/batch.md. Objects are named by their SHA-256, which is verified.
/// </remarks>
internal sealed class GitLfsService(HttpMessageInvoker http, FileDownloader downloader, DownloadOptions options, string scratchFolder)
{
    private const int BatchSize = 100;
    private const int LargestPointer = 1024;

    /// <summary>Lists the recordings of one folder of a repository.</summary>
    /// <exception cref="DatasetException">The repository cannot be fetched, or has no pointers there.</exception>
    public async Task<SourceListing> ListAsync(GitLfsSource source, CancellationToken cancellationToken)
    {
        var archive = new RemoteFile
        {
            Address = new Uri(options.GitHubArchives, $"{source.Repository}/zip/{source.Revision}"),
            Path = "repository.zip",
        };
        var path = Path.Combine(scratchFolder, archive.Path);
        Directory.CreateDirectory(scratchFolder);
        await downloader.DownloadAsync(archive, path, static (_, _) => { }, cancellationToken);
        var pointers = ReadPointers(path, source);
        if (pointers.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails($"folder {source.Folder} holds 0 Git LFS pointers")
                {
                    Where = archive.Address.ToString(),
                    Rule = "recordings",
                    NextStep = "Correct folder or revision in the description.",
                });
        }

        var files = new List<RemoteFile>(pointers.Count);
        foreach (var batch in pointers.Chunk(BatchSize))
        {
            files.AddRange(await ResolveAsync(source, batch, cancellationToken));
        }

        File.Delete(path);
        return new SourceListing(files, AreArchives: false);
    }

    private static List<LfsPointer> ReadPointers(string archive, GitLfsSource source)
    {
        using var zip = ZipFile.OpenRead(archive);
        var pointers = new List<LfsPointer>();
        foreach (var entry in zip.Entries.OrderBy(static entry => entry.FullName, StringComparer.Ordinal))
        {
            // GitHub puts everything into one folder named after repository and revision.
            var path = entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..];
            if (
                path.StartsWith(source.Folder.Trim('/') + "/", StringComparison.Ordinal)
                && entry.Length is > 0 and <= LargestPointer
                && LfsPointer.Parse(path, Text(entry)) is { } pointer)
            {
                pointers.Add(pointer);
            }
        }

        return pointers;
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private async Task<IEnumerable<RemoteFile>> ResolveAsync(
        GitLfsSource source,
        LfsPointer[] pointers,
        CancellationToken cancellationToken)
    {
        var address = new Uri(options.GitHub, $"{source.Repository}.git/info/lfs/objects/batch");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Body(pointers)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.git-lfs+json");
        request.Headers.Accept.ParseAdd("application/vnd.git-lfs+json");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new DatasetException(
                    DatasetProblem.Network,
                    new ErrorDetails("answered {value}")
                    {
                        Where = address.ToString(),
                        Value = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture),
                        Rule = "200",
                        NextStep = "Its transfer quota may be used up; use another source.",
                    });
            }

            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var actions = JsonService.Read(address, document, static root =>
                root.GetProperty("objects")
                    .EnumerateArray()
                    .ToDictionary(
                        static item => item.GetProperty("oid").GetString()!,
                        static item => item.GetProperty("actions").GetProperty("download").Clone(),
                        StringComparer.Ordinal));
            return [.. pointers.Select(pointer => JsonService.Read(address, document, _ => File(pointer, actions[pointer.Sha256])))];
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new DatasetException(
                DatasetProblem.Network,
                new ErrorDetails(exception.Message.TrimEnd('.'))
                {
                    Where = address.ToString(),
                    Rule = "Git LFS's list of addresses",
                    NextStep = "Use another source.",
                },
                exception);
        }

        static RemoteFile File(LfsPointer pointer, JsonElement action) =>
            new()
            {
                Address = new Uri(action.GetProperty("href").GetString()!),
                Path = pointer.Path,
                Bytes = pointer.Bytes,
                Digest = FileDigest.BestOf(pointer.Sha256, md5: null),
                Headers = action.TryGetProperty("header", out var headers)
                    ? headers
                        .EnumerateObject()
                        .ToDictionary(static header => header.Name, static header => header.Value.GetString()!, StringComparer.Ordinal)
                    : [],
            };
    }

    private static byte[] Body(LfsPointer[] pointers) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                operation = "download",
                transfers = new[] { "basic" },
                objects = pointers.Select(static pointer => new { oid = pointer.Sha256, size = pointer.Bytes }),
            });
}
