using System.Net.Http.Headers;
using System.Text.Json;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Fetches the JSON documents in which services list their files.</summary>
internal sealed class JsonService(FileDownloader downloader, string scratchFolder)
{
    /// <summary>Fetches one document; the caller disposes it.</summary>
    /// <exception cref="DatasetException">It cannot be fetched or is not JSON.</exception>
    public async Task<JsonDocument> GetAsync(
        Uri address, CancellationToken cancellationToken, AuthenticationHeaderValue? authorization = null)
    {
        Directory.CreateDirectory(scratchFolder);
        var path = Path.Combine(scratchFolder, "listing.json");
        try
        {
            await downloader.DownloadAsync(
                new RemoteFile { Address = address, Path = "listing.json", Authorization = authorization },
                path,
                static (_, _) => { },
                cancellationToken);
            return JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (JsonException exception)
        {
            throw Unexpected(address, exception);
        }
        catch (IOException exception)
        {
            throw DiskSpace.Explain(address.ToString(), scratchFolder, exception);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Takes a document apart.</summary>
    /// <exception cref="DatasetException">It does not have the expected form.</exception>
    public static T Read<T>(Uri address, JsonDocument document, Func<JsonElement, T> read)
    {
        try
        {
            return read(document.RootElement);
        }
        catch (Exception exception)
            when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw Unexpected(address, exception);
        }
    }

    private static DatasetException Unexpected(Uri address, Exception exception) =>
        new(
            DatasetProblem.Network,
            new ErrorDetails($"answer is not the list of files that this service documents: {exception.Message}")
            {
                Where = address.ToString(),
                NextStep = "Use another source, or a local archive with --set=dataset.source=PATH.",
            },
            exception);
}
