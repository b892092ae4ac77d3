using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Testing.Latex;

namespace Bakeoff.Cli.Tests.Exporting;

public sealed class PaperTests : IDisposable
{
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Paper_TwoExperiments_IsADocumentThatLatexSetsAndACrateThatDescribesItsFiles()
    {
        PrepareTwo();
        var told = _project.Succeed("paper", "tiny", "small", "--output=paper", "--author=Ada Löwe", "--licence=CC-BY-4.0");
        told.ShouldMatch("^paper: \\d+ tables, \\d+ figures, \\d+ references in paper\nbundle: \\d+ files in paper.bundle.zip, an RO-Crate\n");

        Read("tables/results.tex").ShouldMatch(
            @"tiny & random & speakers, texts, speaker texts & \d+ & 1 & 0\.\d{3} & 0\.\d{3} to [01]\.\d{3} & ");
        Read("tables/differences.tex").ShouldMatch(@"tiny & small & clip & \d+ & .*unclear");
        Read("tables/parameters.tex").ShouldContain(@"model.1.lstm.units & 8 & 4 \\");
        var method = Read("method.tex");
        method.ShouldContain(@"\emph{tiny}: Layers: masking (mask\_value 0), lstm (");
        method.ShouldMatch(@"Shared speakers: \d+, acknowledged in the experiment\.");
        method.ShouldContain(@"optimizer adam, batch\_size 16, ");
        method.ShouldNotContain("momentum");
        Read("references.bib").ShouldContain("@article{hochreiter1997,");
        Read("results.tex").ShouldContain("What may be claimed: nothing");

        // Nothing of this machine is in what is published.
        var folder = Path.Combine(_project.Root, "paper");
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.ReadAllText(file).ShouldNotContain(_project.Root, Case.Sensitive, file);
        }

        CheckCrate(Path.Combine(folder, "bundle.zip"));
        Directory.EnumerateDirectories(_project.Root, "paper.*.new").ShouldBeEmpty();

        // Another run gives the same bytes.
        _project.Succeed("paper", "tiny", "small", "--output=again", "--author=Ada Löwe", "--licence=CC-BY-4.0");
        Digests("again").ShouldBe(Digests("paper"));

        LatexProgram.Require();
        string[] latex = ["-interaction=nonstopmode", "-halt-on-error", "paper"];
        LatexProgram.Run(folder, "pdflatex", latex);
        LatexProgram.Run(folder, "bibtex", "paper").ShouldNotContain("Warning");
        LatexProgram.Run(folder, "pdflatex", latex);
        LatexProgram.Run(folder, "pdflatex", latex);
        File.Exists(Path.Combine(folder, "paper.pdf")).ShouldBeTrue();
        var log = File.ReadAllText(Path.Combine(folder, "paper.log"));
        log.ShouldNotContain("undefined");
        log.ShouldNotContain("Missing character");
    }

    [Fact]
    public void Paper_ResultsThatAreNotThoseOfTheExperiment_IsRefusedAndLeavesNothing()
    {
        _project.Prepare("report");
        _project.Refuse("paper", "tinny", "--output=paper").ShouldContain("tinny: no results, expected");
        _project.Run("paper", "tiny", "tiny", "--output=paper").Error.ShouldContain("'tiny' is named twice, expected each experiment once.");
        _project.Run("paper", "tiny").Error.ShouldContain("--output");
        _project.Run("paper", "tiny", "--output=paper", "--licence=CC BY").Error.ShouldContain("expected an SPDX identifier");

        Directory.CreateDirectory(Path.Combine(_project.Root, "full"));
        _project.Write("full/mine.tex", "mine");
        _project.Refuse("paper", "tiny", "--output=full").ShouldBe(
            "full: is not empty, expected a folder that is new or empty. Name another by --output, or remove it.");

        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("epochs: 3", "epochs: 4"));
        var changed = _project.Refuse("paper", "tiny", "--output=paper");
        changed.ShouldContain("train has no result");
        changed.ShouldContain("training.epochs: 3 -> 4");

        // What a reader gets must not name this machine.
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\n# noises are in /home/ada/noises\n");
        _project.Refuse("paper", "tiny", "--output=paper").ShouldStartWith(
            "experiments/tiny.yaml: names the place '/home/ada' of a machine, expected paths relative to the project");
        Directory.EnumerateFileSystemEntries(_project.Root, "paper*").ShouldBeEmpty();
        File.ReadAllText(Path.Combine(_project.Root, "full", "mine.tex")).ShouldBe("mine");
    }

    private void PrepareTwo()
    {
        _project.Write(
            "experiments/small.yaml",
            Project.TinyExperiment.Replace("name: tiny", "name: small").Replace("units: 8", "units: 4"));
        _project.Prepare("report");
        _project.Succeed("evaluate", "-e", "small");
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_project.Root, "paper", file));

    private List<string> Digests(string folder)
    {
        var root = Path.Combine(_project.Root, folder);
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(file => $"{Path.GetRelativePath(root, file)} {Digest(File.ReadAllBytes(file))}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The rules of RO-Crate 1.1 on the metadata file, the root, files, and entities that others refer to.</summary>
    private static void CheckCrate(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var files = zip.Entries.ToDictionary(static entry => entry.FullName, Bytes);
        zip.Entries.ShouldAllBe(static entry => entry.LastWriteTime.Year == 1980);
        files.Keys.ShouldNotContain(static name => name.EndsWith(".wav", StringComparison.Ordinal));
        using var metadata = JsonDocument.Parse(files["ro-crate-metadata.json"]);
        metadata.RootElement.GetProperty("@context")[0].GetString().ShouldBe("https://w3id.org/ro/crate/1.1/context");
        var entities = metadata.RootElement.GetProperty("@graph").EnumerateArray().ToDictionary(static entity => Text(entity, "@id"));

        var descriptor = entities["ro-crate-metadata.json"];
        Text(descriptor, "@type").ShouldBe("CreativeWork");
        Text(descriptor.GetProperty("conformsTo"), "@id").ShouldBe("https://w3id.org/ro/crate/1.1");
        Text(descriptor.GetProperty("about"), "@id").ShouldBe("./");

        var root = entities["./"];
        Text(root, "@type").ShouldBe("Dataset");
        Text(root, "name").ShouldBe("Results of tiny, small");
        Text(root, "description").ShouldNotBeEmpty();
        DateOnly.ParseExact(Text(root, "datePublished"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Text(entities[Text(root.GetProperty("license"), "@id")], "name").ShouldBe("CC-BY-4.0");
        Text(entities[Text(root.GetProperty("author")[0], "@id")], "name").ShouldBe("Ada Löwe");

        // Each file is listed with its size and digest, and nothing else is: a corpus is described and no part.
        var parts = root.GetProperty("hasPart").EnumerateArray().Select(static part => Text(part, "@id")).ToList();
        entities.Values.Where(static entity => Text(entity, "@type") is "File" or "Dataset").Select(static entity => Text(entity, "@id"))
            .Except(["./"]).ShouldBe(parts, ignoreOrder: true);
        parts.Select(Uri.UnescapeDataString).Append("ro-crate-metadata.json").Order(StringComparer.Ordinal)
            .ShouldBe(files.Keys.Order(StringComparer.Ordinal));
        foreach (var part in parts)
        {
            var (entity, bytes) = (entities[part], files[Uri.UnescapeDataString(part)]);
            Text(entity, "@type").ShouldBe("File");
            Text(entity, "contentSize").ShouldBe(bytes.Length.ToString(CultureInfo.InvariantCulture));
            Text(entity, "sha256").ShouldBe(Digest(bytes));
            Text(entity, "encodingFormat").ShouldNotBe("application/octet-stream", part);
        }

        files.ShouldContainKey("experiments/tiny.yaml");
        files.ShouldContainKey("experiments/tiny.lock.yaml");
        files.ShouldContainKey("experiments/datasets/tiny.yaml");
        files.ShouldContainKey("results/small/metrics.json");

        // Whatever an entity refers to by a name of the crate's own is there.
        entities.Values.SelectMany(References)
            .Where(static id => !id.StartsWith("https://w3id.org/", StringComparison.Ordinal))
            .ShouldAllBe(id => entities.ContainsKey(id));

        Text(entities["#run-tiny"], "@type").ShouldBe("CreateAction");
        entities["#run-tiny"].GetProperty("result").EnumerateArray().Select(static file => Text(file, "@id"))
            .ShouldContain("results/tiny/predictions.csv");
    }

    private static IEnumerable<string> References(JsonElement entity) => entity.EnumerateObject()
        .SelectMany(static property =>
            property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray().ToArray() : [property.Value])
        .Where(static value => value.ValueKind == JsonValueKind.Object)
        .Select(static value => Text(value, "@id"));

    private static string Text(JsonElement entity, string name) => entity.GetProperty(name).GetString()!;

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
