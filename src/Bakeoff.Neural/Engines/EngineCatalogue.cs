using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Neural.Engines;

/// <summary>Finds the engines that an experiment requests: the managed one, or plug-ins from a folder of engines.</summary>
/// <param name="folder">Folder with a folder per engine; need not exist.</param>
public sealed class EngineCatalogue(string folder)
{
    /// <summary>The engines of the project that a folder belongs to: those in <c>artifacts/engines</c> there or nearest above.</summary>
    /// <param name="folder">A folder; where none above it has engines, messages name its own.</param>
    public static EngineCatalogue Above(string folder)
    {
        const string ProjectFolder = "artifacts/engines";
        var start = new DirectoryInfo(folder);
        var home = start;
        while (home is not null && !Directory.Exists(Path.Combine(home.FullName, ProjectFolder)))
        {
            home = home.Parent;
        }

        return new EngineCatalogue(Path.Combine((home ?? start).FullName, "artifacts", "engines"));
    }

    /// <summary>The command that installs an engine.</summary>
    /// <param name="engine">Name of the engine.</param>
    public static string InstallCommand(string engine) => $"dotnet cake --target=InstallEngine --engine={engine}";

    internal static string InstallAgain(string engine) => $"Install it again: {InstallCommand(engine)}";

    /// <summary>Names of the installed engines in ordinal order, damaged ones included.</summary>
    public IReadOnlyList<string> Names() => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder)
            .Select(static home => Path.GetFileName(home))
            .Where(static name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The loaded engine and the device to train on.</summary>
    /// <exception cref="EngineException">The engine is not installed, damaged, built for another version, or lacks the device.</exception>
    public ChosenEngine Choose(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Name == ManagedEngine.EngineName)
        {
            var managed = ManagedEngine.Instance;
            return new ChosenEngine(managed, managed.ResolveDevice(options.Device), new Dictionary<string, string>(StringComparer.Ordinal));
        }

        var (engine, manifest) = Load<ITrainingEngine>(options.Name);
        var device = engine.ResolveDevice(options.Device);
        return new ChosenEngine(engine, device, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ChosenEngine.NameKey] = engine.Name,
            [ChosenEngine.VersionKey] = engine.Version,
            [ChosenEngine.DeviceKey] = device,
            [ChosenEngine.CodeKey] = manifest.AssemblySha256,
        });
    }

    /// <summary>Loads an installed engine.</summary>
    /// <typeparam name="TEngine">What it must be able to do: <see cref="ITrainingEngine"/> or <see cref="IModelEngine"/>; either for
    /// <see cref="IEngine"/>.</typeparam>
    /// <exception cref="EngineException">The engine is not installed, damaged, built for another version, or of the other
    /// kind.</exception>
    public (TEngine Engine, EngineManifest Manifest) Load<TEngine>(string name)
        where TEngine : class, IEngine
    {
        var home = Path.Combine(folder, name);
        if (!Directory.Exists(home))
        {
            var installed = Names() is { Count: > 0 } names
                ? $"one of: {string.Join(", ", names.Prepend(ManagedEngine.EngineName))}"
                : ManagedEngine.EngineName;
            throw new EngineException(name, new ErrorDetails($"is not installed under {folder}")
            {
                Rule = typeof(TEngine) == typeof(ITrainingEngine) ? installed : null,
                NextStep = $"Install it: {InstallCommand(name)}",
            });
        }

        var manifest = EngineManifest.Read(name, home);
        if (manifest.BuiltFor != EnginePlugin.RunningVersion)
        {
            throw new EngineException(name, new ErrorDetails($"version {manifest.Version} was built for Bakeoff {{value}}")
            {
                Value = manifest.BuiltFor,
                Rule = $"{EnginePlugin.RunningVersion}, the running version",
                NextStep = InstallAgain(name),
            });
        }

        CheckFiles(manifest, home);
        var engine = EnginePlugin.Load(name, Path.Combine(home, manifest.Assembly));
        if (engine.Name != name || engine.Version != manifest.Version)
        {
            throw EngineManifest.Damaged(
                name,
                $"{manifest.Assembly} is {engine.Name} {engine.Version}, but the manifest names {name} {manifest.Version}");
        }

        return engine is TEngine wanted
            ? (wanted, manifest)
            : throw new EngineException(name, OfTheOtherKind(engine));
    }

    /// <summary>Loads the engine that runs ONNX files.</summary>
    /// <returns>The engine, and its parameters in the fingerprint of what it computes.</returns>
    /// <exception cref="EngineException">As for <see cref="Load"/>.</exception>
    public (IModelEngine Engine, IReadOnlyDictionary<string, string> Parameters) LoadForOnnx()
    {
        var (engine, manifest) = Load<IModelEngine>(IModelEngine.OnnxRuntime);
        return (engine, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ChosenEngine.NameKey] = engine.Name,
            [ChosenEngine.VersionKey] = engine.Version,
            [ChosenEngine.CodeKey] = manifest.AssemblySha256,
        });
    }

    private static ErrorDetails OfTheOtherKind(IEngine engine) =>
        new(engine is IModelEngine ? "runs ONNX files and does not train" : "does not run ONNX files")
        {
            Rule = engine is IModelEngine ? "an engine that trains" : "one that does",
            NextStep = "Name another engine; docs/engines.md lists them.",
        };

    private static void CheckFiles(EngineManifest manifest, string home)
    {
        var assembly = Path.Combine(home, manifest.Assembly);
        if (Path.GetFileName(manifest.Assembly) != manifest.Assembly || !File.Exists(assembly))
        {
            throw EngineManifest.Damaged(manifest.Engine, $"{assembly} is missing");
        }

        if (ContentDigest.OfFile(assembly) != manifest.AssemblySha256)
        {
            throw EngineManifest.Damaged(manifest.Engine, $"{assembly} is not the file that was installed (SHA-256 differs)");
        }

        foreach (var (relative, bytes) in manifest.Files)
        {
            var file = new FileInfo(Path.Combine(home, relative));
            if (!file.Exists || file.Length != bytes)
            {
                var state = file.Exists
                    ? string.Create(CultureInfo.InvariantCulture, $"has {file.Length} bytes, expected {bytes}")
                    : "is missing";
                throw EngineManifest.Damaged(manifest.Engine, $"{file.FullName} {state}");
            }
        }
    }
}
