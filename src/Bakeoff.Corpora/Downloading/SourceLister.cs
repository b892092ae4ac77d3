using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bakeoff.Corpora.Sources;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Lists the files of a source, with the digests that it states.</summary>
internal sealed class SourceLister(JsonService json, GitLfsService lfs, DownloadOptions options, KaggleCredentials? kaggle)
{
    private const string CorrectDescription = "Correct the description.";

    /// <summary>Lists the files of one source.</summary>
    /// <exception cref="DatasetException">
    /// The source cannot be asked, answers something else, or only a person can fetch from it.
    /// </exception>
    public async Task<SourceListing> ListAsync(AcquisitionOptions corpus, DatasetSource source, CancellationToken cancellationToken) =>
        source switch
        {
            UrlSource url => Url(corpus, url),
            KaggleSource dataset => Kaggle(dataset),
            ZenodoSource zenodo => await ZenodoAsync(zenodo, cancellationToken),
            DataverseSource dataverse => await DataverseAsync(dataverse, cancellationToken),
            GitLfsSource repository => await lfs.ListAsync(repository, cancellationToken),
            ManualSource manual => throw new DatasetException(
                DatasetProblem.Registration,
                new ErrorDetails("its makers hand the recordings out in person") { Where = corpus.Name, NextStep = StepsOf(manual) }),
            _ => throw new ArgumentOutOfRangeException(nameof(source), source.GetType().Name, "Unknown kind of source."),
        };

    private static SourceListing Url(AcquisitionOptions corpus, UrlSource source)
    {
        if (!Uri.TryCreate(source.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new DatasetException(
                DatasetProblem.Description,
                new ErrorDetails("url")
                {
                    Where = corpus.Name,
                    Value = $"'{source.Url}'",
                    Rule = "an address with http or https",
                    NextStep = CorrectDescription,
                });
        }

        var archive = new RemoteFile
        {
            Address = address,
            Path = corpus.Name + ".zip",
            Bytes = source.Bytes,
            Digest = FileDigest.BestOf(source.Sha256, source.Md5),
        };
        return new SourceListing([archive], AreArchives: true);
    }

    private SourceListing Kaggle(KaggleSource source)
    {
        var version = source.Version is { } number ? string.Create(CultureInfo.InvariantCulture, $"?datasetVersionNumber={number}") : "";
        var archive = new RemoteFile
        {
            Address = new Uri(options.Kaggle, $"api/v1/datasets/download/{source.Dataset}{version}"),
            Path = source.Dataset.Replace('/', '-') + ".zip",
            Digest = FileDigest.BestOf(source.Sha256, md5: null),
            Authorization = kaggle?.Header(),
        };
        return new SourceListing([archive], AreArchives: true);
    }

    private async Task<SourceListing> ZenodoAsync(ZenodoSource source, CancellationToken cancellationToken)
    {
        var address = new Uri(options.Zenodo, string.Create(CultureInfo.InvariantCulture, $"api/records/{source.Record}"));
        using var document = await json.GetAsync(address, cancellationToken);
        var files = JsonService.Read(address, document, static root => root.GetProperty("files")
                .EnumerateArray()
                .Select(static file => new RemoteFile
                {
                    Address = new Uri(file.GetProperty("links").GetProperty("self").GetString()!),
                    Path = file.GetProperty("key").GetString()!,
                    Bytes = file.GetProperty("size").GetInt64(),
                    Digest = Checksum(file.GetProperty("checksum").GetString()!),
                })
                .ToList());
        var wanted = files.FindAll(file =>
            source.Files.Count == 0
                ? file.Path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
                : source.Files.Contains(file.Path, StringComparer.Ordinal));
        return wanted.Count == Math.Max(1, source.Files.Count) || (source.Files.Count == 0 && wanted.Count > 0)
            ? new SourceListing(wanted, AreArchives: true)
            : throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails("record holds {value}")
                {
                    Where = address.ToString(),
                    Value = string.Join(", ", files.Select(static file => file.Path)),
                    Rule = source.Files.Count == 0 ? "a zip archive" : string.Join(", ", source.Files),
                    NextStep = CorrectDescription,
                });
    }

    private async Task<SourceListing> DataverseAsync(DataverseSource source, CancellationToken cancellationToken)
    {
        var server = new Uri(source.Server.TrimEnd('/') + "/");
        var address = new Uri(
            server,
            $"api/datasets/:persistentId/versions/:latest-published/files?persistentId={Uri.EscapeDataString(source.Doi)}");
        using var document = await json.GetAsync(address, cancellationToken);
        var wanted = new Regex(
            $@"\A(?:{source.Files ?? ".*"})\z",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        var files = JsonService.Read(address, document, root =>
            root.GetProperty("data")
                .EnumerateArray()
                .Select(entry => DataverseFile(server, entry))
                .Where(file => wanted.IsMatch(FileName(file.Path)))
                .ToList());
        return files.Count > 0
            ? new SourceListing(files, AreArchives: false)
            : throw new DatasetException(
                DatasetProblem.NotFound,
                new ErrorDetails($"0 files are named like {source.Files ?? ".*"}")
                {
                    Where = address.ToString(),
                    Rule = "recordings",
                    NextStep = CorrectDescription,
                });
    }

    private static RemoteFile DataverseFile(Uri server, JsonElement entry)
    {
        var file = entry.GetProperty("dataFile");
        var folder = entry.TryGetProperty("directoryLabel", out var label) ? label.GetString() + "/" : "";
        return new RemoteFile
        {
            Address = new Uri(
                server,
                string.Create(CultureInfo.InvariantCulture, $"api/access/datafile/{file.GetProperty("id").GetInt64()}")),
            Path = folder + file.GetProperty("filename").GetString(),
            Bytes = file.GetProperty("filesize").GetInt64(),
            Digest = file.TryGetProperty("md5", out var md5) ? FileDigest.BestOf(sha256: null, md5.GetString()) : null,
        };
    }

    private static FileDigest? Checksum(string checksum) =>
        checksum.Split(':') switch
        {
            ["md5", var value] => FileDigest.BestOf(sha256: null, value),
            ["sha256", var value] => FileDigest.BestOf(value, md5: null),
            _ => null,
        };

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string StepsOf(ManualSource source) =>
        string.Join(
            " ",
            source.Steps.Select(static (step, i) => string.Create(CultureInfo.InvariantCulture, $"({i + 1}) {step.TrimEnd('.')}.")));
}
