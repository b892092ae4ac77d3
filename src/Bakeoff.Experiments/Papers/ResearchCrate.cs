using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Papers;

/// <summary>Writes files with their description as an RO-Crate in a zip archive, whose root holds <c>ro-crate-metadata.json</c>.</summary>
/// <remarks>
/// Source: RO-Crate Metadata Specification 1.1 (https://w3id.org/ro/crate/1.1); <c>sha256</c> is schema.org's. Determinism: files are
/// stored in ordinal order, with one date and without compression, so that equal content gives equal bytes on every machine.
/// </remarks>
internal sealed class ResearchCrate(PaperContent content, PaperOptions options)
{
    /// <summary>Name of the description.</summary>
    public const string MetadataFile = "ro-crate-metadata.json";

    private const string ProgramId = $"{WebSite.Address}#bakeoff";
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Creates the archive.</summary>
    /// <param name="files">Files by their paths in it, with forward slashes.</param>
    public byte[] Create(IReadOnlyDictionary<string, byte[]> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, MetadataFile, Encoding.UTF8.GetBytes(Describe(files)));
            foreach (var (path, bytes) in files.OrderBy(static file => file.Key, StringComparer.Ordinal))
            {
                Add(zip, path, bytes);
            }
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive zip, string path, byte[] bytes)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.NoCompression);

        // The first moment that the format knows: when a file was packed is nobody's concern.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var target = entry.Open();
        target.Write(bytes);
    }

    /// <summary>The description of the files, as JSON-LD.</summary>
    internal string Describe(IReadOnlyDictionary<string, byte[]> files)
    {
        var graph = new JsonArray
        {
            Entity(MetadataFile, "CreativeWork", ("conformsTo", Link("https://w3id.org/ro/crate/1.1")), ("about", Link("./"))),
            Root(files),
        };
        foreach (var (path, bytes) in files.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            graph.Add(Entity(
                Id(path),
                "File",
                ("name", path),
                ("encodingFormat", FormatOf(path)),
                ("contentSize", bytes.Length.ToString(CultureInfo.InvariantCulture)),
                ("sha256", ContentDigest.OfBytes(bytes))));
        }

        foreach (var (i, author) in options.Authors.Index())
        {
            graph.Add(Entity(AuthorId(i), "Person", ("name", author)));
        }

        if (options.Licence is { } licence)
        {
            graph.Add(Entity(LicenceId(licence), "CreativeWork", ("name", licence), ("description", $"SPDX licence {licence}")));
        }

        graph.Add(Entity(
            ProgramId,
            "SoftwareApplication",
            ("name", "Bakeoff"),
            ("version", MachineState.Current.Version),
            ("url", WebSite.Address)));
        foreach (var corpus in Corpora())
        {
            graph.Add(corpus);
        }

        foreach (var run in content.Runs)
        {
            graph.Add(Action(run, files));
        }

        var document = new JsonObject
        {
            ["@context"] = new JsonArray(
                "https://w3id.org/ro/crate/1.1/context",
                new JsonObject { ["sha256"] = "https://schema.org/sha256" }),
            ["@graph"] = graph,
        };
        return document.ToJsonString(Layout) + "\n";
    }

    /// <summary>The day of the latest result: what is published later is no newer.</summary>
    private string Date() => content.Runs
        .Max(static run => run.Finished.Entries[StageNames.Evaluate].Record.FinishedAt)
        .UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private JsonObject Root(IReadOnlyDictionary<string, byte[]> files)
    {
        var names = string.Join(", ", content.Experiments.Select(static experiment => experiment.Name));
        var licences = Descriptions().Select(static corpus => $"{corpus.Title}: {corpus.Licence}");
        var root = Entity(
            "./",
            "Dataset",
            ("name", $"Results of {names}"),
            (
                "description",
                "Settings, pins, metrics and predictions of experiments in speech emotion recognition. There are no recordings in it; the "
                    + "descriptions of the corpora name where they are had."),
            ("datePublished", Date()),
            (
                "license",
                options.Licence is not { } licence
                    ? $"None was stated. Predictions follow from corpora with licences of their own ({string.Join("; ", licences)})."
                    : Link(LicenceId(licence))));
        if (options.Authors.Count > 0)
        {
            root["author"] = Links(options.Authors.Index().Select(static author => AuthorId(author.Index)));
        }

        root["hasPart"] = Links(files.Keys.Order(StringComparer.Ordinal).Select(Id));
        root["mentions"] = Links(content.Runs.Select(ActionId).Concat(Descriptions().Select(static corpus => CorpusId(corpus.Name))));
        return root;
    }

    private IEnumerable<Corpora.DatasetDescription> Descriptions() => content.Runs
        .SelectMany(static run => run.Finished.Parts.Prepend(run.Finished.Dataset))
        .DistinctBy(static corpus => corpus.Name);

    /// <summary>The corpora; a Dataset would have to be among the parts of the crate, and the recordings are not.</summary>
    private IEnumerable<JsonObject> Corpora() => Descriptions().Select(static corpus => Entity(
        CorpusId(corpus.Name),
        "CreativeWork",
        ("name", corpus.Title),
        ("license", corpus.Licence),
        ("citation", corpus.Citation)));

    private static JsonObject Action(PaperRun run, IReadOnlyDictionary<string, byte[]> files)
    {
        var folder = BundledFiles.ResultsFolder(run);
        var record = run.Finished.Entries[StageNames.Evaluate].Record;
        return Entity(
            ActionId(run),
            "CreateAction",
            ("name", $"Training and evaluation of {run.Name}"),
            ("endTime", record.FinishedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("instrument", Link(ProgramId)),
            (
                "object",
                Links(files.Keys
                    .Where(path => path == $"{folder}{BundledFiles.ExperimentFile}" || path == BundledFiles.LockOf(run))
                    .Order(StringComparer.Ordinal)
                    .Select(Id)
                    .Append(CorpusId(run.Finished.Dataset.Name)))),
            (
                "result",
                Links(files.Keys
                    .Where(path => path.StartsWith(folder, StringComparison.Ordinal) && path != $"{folder}{BundledFiles.ExperimentFile}")
                    .Order(StringComparer.Ordinal)
                    .Select(Id))));
    }

    private static string LicenceId(string licence) => $"https://spdx.org/licenses/{licence}";

    private static string AuthorId(int number) => string.Create(CultureInfo.InvariantCulture, $"#author-{number + 1}");

    private static string CorpusId(string name) => $"#corpus-{Uri.EscapeDataString(name)}";

    private static string ActionId(PaperRun run) => $"#run-{Uri.EscapeDataString(run.Name)}";

    /// <summary>A path as the relative address that it is.</summary>
    private static string Id(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string FormatOf(string path) => Path.GetExtension(path) switch
    {
        ".json" => "application/json",
        ".csv" => "text/csv",
        ".yaml" => "application/yaml",
        ".md" => "text/markdown",
        _ => "application/octet-stream",
    };

    private static JsonObject Entity(string id, string type, params (string Name, JsonNode Value)[] properties)
    {
        var entity = new JsonObject { ["@id"] = id, ["@type"] = type };
        foreach (var (name, value) in properties)
        {
            entity[name] = value;
        }

        return entity;
    }

    private static JsonObject Link(string id) => new() { ["@id"] = id };

    private static JsonArray Links(IEnumerable<string> ids) => new([.. ids.Select(Link)]);
}
