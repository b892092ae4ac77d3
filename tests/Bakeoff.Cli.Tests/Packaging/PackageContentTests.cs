using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Packaging;

[Collection(PackageCollection.Name)]
public sealed class PackageContentTests(PackageFeed feed)
{
    public static TheoryData<string> Packages => [.. PackageFeed.Libraries, "Bakeoff.Cli"];

    public static TheoryData<string> LibraryPackages => [.. PackageFeed.Libraries];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_TellsWhatItIsWhoseAndWhereFrom(string package)
    {
        using var archive = ZipFile.OpenRead(feed.PathOf(package));
        var metadata = Metadata(archive, package);
        string Value(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

        Value("id").ShouldBe(package);
        Value("license").ShouldBe("MIT");
        Value("readme").ShouldBe("README.md");
        Value("description").Length.ShouldBeGreaterThan(80);
        Value("tags").Split(' ').Length.ShouldBeGreaterThanOrEqualTo(4);
        var repository = metadata.Elements().Single(e => e.Name.LocalName == "repository");
        repository.Attribute("url")!.Value.ShouldBe("https://github.com/bakeoff-ser/bakeoff.git");
        archive.GetEntry("LICENSE").ShouldNotBeNull();
        Text(archive, "README.md").ShouldBe(File.ReadAllText(Path.Combine(Testing.Fixture.RepositoryRoot, "src", package, "README.md")));
    }

    [Theory]
    [MemberData(nameof(LibraryPackages))]
    public void Library_HasDocumentationAndSymbols(string package)
    {
        using var archive = ZipFile.OpenRead(feed.PathOf(package));
        archive.GetEntry($"lib/net10.0/{package}.xml").ShouldNotBeNull();

        using var image = new MemoryStream();
        using (var entry = archive.GetEntry($"lib/net10.0/{package}.dll")!.Open())
        {
            entry.CopyTo(image);
        }

        image.Position = 0;
        using var assembly = new PEReader(image);
        var embedded = assembly.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var reader = symbols.GetMetadataReader();

        // Names that hold on every machine, and that the links to the sources start from.
        reader
            .Documents.Select(d => reader.GetString(reader.GetDocument(d).Name))
            .ShouldAllBe(name => name.StartsWith("/_/", StringComparison.Ordinal));
    }

    /// <summary>Nobody downloads, and no new project gets, the native libraries of other machines.</summary>
    [Fact]
    public void Tool_PointsAtAPackageForEachPlatform_WithItsNativeLibraryAlone()
    {
        using var tool = ZipFile.OpenRead(feed.PathOf("Bakeoff.Cli"));
        tool.Entries.ShouldAllBe(static entry => !entry.FullName.EndsWith(".dll", StringComparison.Ordinal));
        XDocument.Parse(Text(tool, "tools/any/any/DotnetToolSettings.xml"))
            .Descendants("RuntimeIdentifierPackage")
            .Select(static package => $"{package.Attribute("RuntimeIdentifier")!.Value} {package.Attribute("Id")!.Value}")
            .ShouldBe([$"{PackageFeed.Platform} Bakeoff.Cli.{PackageFeed.Platform}"]);

        var path = feed.PathOf($"Bakeoff.Cli.{PackageFeed.Platform}");
        new FileInfo(path).Length.ShouldBeLessThan(15_000_000);
        using var platform = ZipFile.OpenRead(path);
        platform.Entries
            .Where(static entry => entry.Name.StartsWith("libSkiaSharp.", StringComparison.Ordinal))
            .Select(static entry => Path.GetDirectoryName(entry.FullName)!.Replace('\\', '/'))
            .ShouldBe([$"tools/net10.0/any/runtimes/{PackageFeed.Platform}/native"]);
    }

    [Theory]
    [InlineData("Bakeoff.Audio", "Options")]
    [InlineData("Bakeoff.Classifiers", "Options")]
    [InlineData("Bakeoff.Codecs", "Audio")]
    [InlineData("Bakeoff.Encoders", "Audio", "Neural")]
    [InlineData("Bakeoff.Mlflow")]
    [InlineData("Bakeoff.Models", "Audio", "Classifiers", "Codecs", "Encoders", "NWaves", "Neural")]
    [InlineData("Bakeoff.NWaves", "Audio")]
    [InlineData("Bakeoff.Neural", "Options")]
    [InlineData("Bakeoff.Numerics")]
    [InlineData("Bakeoff.Onnx", "Models")]
    [InlineData("Bakeoff.Options", "Numerics")]
    [InlineData("Bakeoff.Serving", "Models")]
    public void Library_DependsOnOurPackagesOfTheSameVersion(string package, params string[] expected) =>
        Dependencies(package).Where(IsOurs).ShouldBe(expected.Select(name => ($"Bakeoff.{name}", PackageFeed.Version)));

    [Fact]
    public void Models_WithAllThatItDependsOn_HoldsNothingOfExperiments()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>(["Bakeoff.Models"]);
        while (pending.TryDequeue(out var package))
        {
            foreach (var dependency in Dependencies(package).Where(dependency => found.Add(dependency.Id)).Where(IsOurs))
            {
                pending.Enqueue(dependency.Id);
            }
        }

        found.ToList().ShouldBe(
            [
                "Bakeoff.Audio", "Bakeoff.Classifiers", "Bakeoff.Codecs", "Bakeoff.Encoders", "Bakeoff.NWaves", "Bakeoff.Neural",
                "Bakeoff.Numerics", "Bakeoff.Options", "Concentus", "NLayer", "NVorbis", "NWaves", "YamlDotNet",
            ]);
    }

    private static bool IsOurs((string Id, string Version) dependency) => dependency.Id.StartsWith("Bakeoff.", StringComparison.Ordinal);

    private List<(string Id, string Version)> Dependencies(string package)
    {
        using var archive = ZipFile.OpenRead(feed.PathOf(package));
        return
        [
            .. Metadata(archive, package)
                .Descendants()
                .Where(static element => element.Name.LocalName == "dependency")
                .Select(static element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value)),
        ];
    }

    private static XElement Metadata(ZipArchive archive, string package) =>
        XDocument.Parse(Text(archive, $"{package}.nuspec")).Root!.Elements().Single(e => e.Name.LocalName == "metadata");

    private static string Text(ZipArchive archive, string entry)
    {
        using var reader = new StreamReader(archive.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }
}
