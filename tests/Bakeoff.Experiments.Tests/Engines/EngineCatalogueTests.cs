using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using Bakeoff.Neural.Engines;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Engines;

public sealed class EngineCatalogueTests : IDisposable
{
    private const string Sample = "Bakeoff.SampleEngine.dll";

    private readonly string _root = Directory.CreateTempSubdirectory("bakeoff engines ").FullName;

    private string Engines => Path.Combine(_root, "engines");

    private string Home => Path.Combine(Engines, "sample");

    public void Dispose()
    {
        // Windows holds loaded assemblies until the process ends.
        if (!OperatingSystem.IsWindows())
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    [Fact]
    public void Choose_Managed_AddsNothingToTheFingerprint()
    {
        var chosen = new EngineCatalogue(Engines).Choose(new EngineOptions());

        chosen.Engine.ShouldBeSameAs(ManagedEngine.Instance);
        chosen.Device.ShouldBe("cpu");
        chosen.Parameters.ShouldBeEmpty();
    }

    [Fact]
    public void Choose_NotInstalled_NamesTheCommand() =>
        Refuse("torchsharp")
            .ShouldBe(
                $"engine torchsharp: is not installed under {Engines}, expected managed. Install it: dotnet cake --target=InstallEngine "
                    + $"--engine=torchsharp");

    [Fact]
    public void Choose_Installed_LoadsItAndNamesItInTheFingerprint()
    {
        var manifest = EngineInstaller.Install("sample", Published(), Engines);

        var chosen = new EngineCatalogue(Engines).Choose(new EngineOptions { Name = "sample" });

        chosen.Engine.Version.ShouldBe("1.2.3 (managed)");
        chosen.Parameters["engine.name"].ShouldBe("sample");
        chosen.Parameters["engine.version"].ShouldBe("1.2.3 (managed)");
        chosen.Parameters["engine.device"].ShouldBe("cpu");
        chosen.Parameters["engine.code"].ShouldBe(manifest.AssemblySha256);
        new EngineCatalogue(Engines).Names().ShouldBe(["sample"]);
    }

    [Fact]
    public void Load_EngineOfTheOtherKind_Refuses()
    {
        EngineInstaller.Install("sample", Published(), Engines);

        Should
            .Throw<EngineException>(() => new EngineCatalogue(Engines).Load<IModelEngine>("sample"))
            .Message.ShouldBe(
                "engine sample: does not run ONNX files, expected one that does. Name another engine; docs/engines.md lists them.");
    }

    [Fact]
    public void Install_Again_ReplacesTheEarlierOne()
    {
        EngineInstaller.Install("sample", Published(), Engines);
        File.WriteAllText(Path.Combine(Home, "left over.txt"), "old");

        EngineInstaller.Install("sample", Published(), Engines);

        Directory.GetFileSystemEntries(Engines).ShouldBe([Home]);
        File.Exists(Path.Combine(Home, "left over.txt")).ShouldBeFalse();
    }

    [Fact]
    public void Install_UnderAnotherName_Refuses() =>
        Should
            .Throw<EngineException>(() => EngineInstaller.Install("other", Published(), Engines))
            .Message.ShouldContain("is the engine 'sample', expected 'other'");

    [Fact]
    public void Install_EmptyFolder_Refuses() =>
        Should
            .Throw<EngineException>(() => EngineInstaller.Install("sample", _root, Engines))
            .Message.ShouldContain("holds 0 assemblies built for Bakeoff, expected 1");

    [Fact]
    public void Install_NoFolder_NamesIt() =>
        Should
            .Throw<EngineException>(() => EngineInstaller.Install("sample", Path.Combine(_root, "gone"), Engines))
            .Message.ShouldBe($"engine sample: there is no folder {Path.Combine(_root, "gone")}. Publish the engine's project into that folder.");

    [Fact]
    public void Install_BuiltForAnotherVersion_RefusesAndKeepsTheEarlierOne()
    {
        EngineInstaller.Install("sample", Published(), Engines);
        var published = Published();
        ReferToVersion9(Path.Combine(published, Sample));

        Should
            .Throw<EngineException>(() => EngineInstaller.Install("sample", published, Engines))
            .Message.ShouldContain("was built for Bakeoff 9.");

        new EngineCatalogue(Engines).Choose(new EngineOptions { Name = "sample" }).Engine.Name.ShouldBe("sample");
    }

    [Fact]
    public void Choose_BuiltForAnotherVersion_Refuses()
    {
        EngineInstaller.Install("sample", Published(), Engines);
        ChangeManifest("built_for", "0.0.9");

        Refuse("sample")
            .ShouldBe(
                "engine sample: version 1.2.3 (managed) was built for Bakeoff 0.0.9, expected 0.1.0, the running version. Install it "
                    + "again: dotnet cake --target=InstallEngine --engine=sample");
    }

    [Theory]
    [InlineData("engine.json", "is missing")]
    [InlineData(Sample, "is missing")]
    [InlineData("Bakeoff.SampleEngine.deps.json", "is missing")]
    public void Choose_FileGone_SaysDamaged(string file, string reason)
    {
        EngineInstaller.Install("sample", Published(), Engines);
        File.Delete(Path.Combine(Home, file));

        var message = Refuse("sample");
        message.ShouldContain("its installation is damaged");
        message.ShouldContain($"{file} {reason}");
        message.ShouldEndWith("Install it again: dotnet cake --target=InstallEngine --engine=sample");
        new EngineCatalogue(Engines).Names().ShouldBe(["sample"], "what is damaged is listed, so that it is not silently missing");
    }

    [Theory]
    [InlineData("engine.json", "cannot be read")]
    [InlineData(Sample, "SHA-256 differs")]
    [InlineData("Bakeoff.SampleEngine.deps.json", "has 3 bytes, expected")]
    public void Choose_FileOverwritten_SaysDamaged(string file, string reason)
    {
        EngineInstaller.Install("sample", Published(), Engines);
        Replace(file, "odd");

        Refuse("sample").ShouldContain(reason);
    }

    [Fact]
    public void Choose_ManifestOfNoAssembly_SaysWhy()
    {
        EngineInstaller.Install("sample", Published(), Engines);
        Replace(Sample, "this is no assembly");
        ChangeManifest("assembly_sha256", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("this is no assembly"u8)));

        Refuse("sample").ShouldContain("cannot be loaded");
    }

    [Fact]
    public void Choose_ManifestLeadsOutOfItsFolder_Refuses()
    {
        EngineInstaller.Install("sample", Published(), Engines);
        ChangeManifest("assembly", "../sample/" + Sample);

        Refuse("sample").ShouldContain("its installation is damaged");
    }

    [Fact]
    public void Choose_DeviceThatTheEngineLacks_Refuses()
    {
        EngineInstaller.Install("sample", Published(), Engines);

        Should
            .Throw<EngineException>(() => new EngineCatalogue(Engines).Choose(new EngineOptions { Name = "sample", Device = "cuda:0" }))
            .Message.ShouldContain("device is 'cuda:0'");
    }

    [Theory]
    [InlineData("managed", "cuda:0", "device", "but engine managed computes on the processor only")]
    [InlineData("managed", "gpu", "device", "expected auto, cpu, cuda or cuda:N")]
    [InlineData("../evil", "auto", "name", "expected lower-case letters and digits")]
    public void Validate_BadOption_NamesTheRule(string name, string device, string key, string rule)
    {
        var problem = new EngineOptions { Name = name, Device = device }.Validate().Single();

        problem.Key.ShouldBe(key);
        problem.Message.ShouldContain(rule);
    }

    private string Refuse(string name) =>
        Should.Throw<EngineException>(() => new EngineCatalogue(Engines).Choose(new EngineOptions { Name = name })).Message;

    /// <summary>A copy of the published sample engine in a folder of its own.</summary>
    private string Published()
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var built = Path.Combine(Fixture.RepositoryRoot, "artifacts", "bin", "Bakeoff.SampleEngine", configuration);
        var published = Directory.CreateDirectory(Path.Combine(_root, "published" + Guid.NewGuid().ToString("N"))).FullName;
        foreach (var file in Directory.GetFiles(built))
        {
            File.Copy(file, Path.Combine(published, Path.GetFileName(file)));
        }

        return published;
    }

    /// <summary>A new file under the same name: cutting a file short that is loaded ends the process on Linux.</summary>
    private void Replace(string file, string text)
    {
        File.Delete(Path.Combine(Home, file));
        File.WriteAllText(Path.Combine(Home, file), text);
    }

    private void ChangeManifest(string key, string value)
    {
        var path = Path.Combine(Home, EngineManifest.FileName);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest[key] = value;
        File.WriteAllText(path, manifest.ToJsonString());
    }

    /// <summary>Changes an assembly as if compiled against Bakeoff.Neural 9: the major
    /// version is the first field of a reference's row.</summary>
    private static void ReferToVersion9(string path)
    {
        var bytes = File.ReadAllBytes(path);
        using (var image = new PEReader(new MemoryStream(bytes)))
        {
            var reader = image.GetMetadataReader();
            foreach (
                var handle in reader.AssemblyReferences.Where(h =>
                    reader.GetString(reader.GetAssemblyReference(h).Name) == "Bakeoff.Neural"))
            {
                var row = image.PEHeaders.MetadataStartOffset + reader.GetTableMetadataOffset(TableIndex.AssemblyRef)
                    + ((MetadataTokens.GetRowNumber(handle) - 1) * reader.GetTableRowSize(TableIndex.AssemblyRef));
                bytes[row] = 9;
            }
        }

        File.WriteAllBytes(path, bytes);
    }
}
