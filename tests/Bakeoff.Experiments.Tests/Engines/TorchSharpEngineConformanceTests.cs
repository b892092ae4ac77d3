using Bakeoff.Neural.Engines;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Engines;

/// <summary>Runs where the engine is installed in this repository: <c>dotnet cake --target=InstallEngine --engine=torchsharp</c>.
/// <c>BAKEOFF_REQUIRED_ENGINE=torchsharp</c> makes its absence a failure.</summary>
public sealed class TorchSharpEngineConformanceTests : EngineConformanceTests
{
    private const string Name = "torchsharp";

    private static readonly Lazy<ITrainingEngine> s_engine = new(() => new EngineCatalogue(Folder).Load<ITrainingEngine>(Name).Engine);

    protected override ITrainingEngine Engine
    {
        get
        {
            Assert.SkipUnless(
                Directory.Exists(Path.Combine(Folder, Name)) || Environment.GetEnvironmentVariable("BAKEOFF_REQUIRED_ENGINE") == Name,
                $"The engine is not installed. {EngineCatalogue.InstallCommand(Name)} does it, or says why it cannot.");
            return s_engine.Value;
        }
    }

    // libtorch's vector functions (tanh, exp) are allowed a few units in the last place, which steps add up.
    protected override double Tolerance => 5e-5;

    [Fact]
    public void Install_NativeLibraryThatDoesNotLoad_SaysWhyAndWhatToDo()
    {
        var engine = Engine;
        var published = Directory.CreateTempSubdirectory("bakeoff torchsharp ").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, Name), "*.dll"))
        {
            File.Copy(file, Path.Combine(published, Path.GetFileName(file)));
        }

        foreach (var library in new[] { "libLibTorchSharp.so", "libLibTorchSharp.dylib", "LibTorchSharp.dll" })
        {
            File.WriteAllText(Path.Combine(published, library), "of another machine");
        }

        try
        {
            var message = Should
                .Throw<EngineException>(() => EngineInstaller.Install(Name, published, Path.Combine(published, "engines")))
                .Message;
            message.ShouldStartWith($"engine {engine.Name}: libtorch cannot be loaded: ");
            message.ShouldContain("LibTorchSharp");
            message.ShouldEndWith(
                "Use engine: managed on this machine. docs/engines.md lists the systems that libtorch runs on.");
            Directory.EnumerateFileSystemEntries(Path.Combine(published, "engines")).ShouldBeEmpty();
        }
        finally
        {
            // Windows holds loaded assemblies until the process ends.
            if (!OperatingSystem.IsWindows())
            {
                Directory.Delete(published, recursive: true);
            }
        }
    }

    private static string Folder => Path.Combine(Fixture.RepositoryRoot, "artifacts", "engines");
}
