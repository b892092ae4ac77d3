using System.Security.Cryptography;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Neural.Engines;

namespace Bakeoff.Experiments.Engines;

/// <summary>Finds the engine that an experiment asks for: the managed one, or a plug-in from a folder of engines.</summary>
/// <param name="folder">Folder with a folder per engine; need not exist.</param>
public sealed class EngineCatalogue(string folder)
{
    /// <summary>The command that installs an engine.</summary>
    public static string InstallCommand(string engine) => $"dotnet cake --target=InstallEngine --engine={engine}";

    /// <summary>Names of the installed engines in ordinal order.</summary>
    public IReadOnlyList<string> Names() => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, EngineManifest.FileName))).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The engine, loaded, and the device that its options come to.</summary>
    /// <exception cref="EngineException">It is not installed, damaged, built for another version, or has not the device.</exception>
    public ChosenEngine Choose(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Name == ManagedEngine.EngineName)
        {
            return new ChosenEngine(ManagedEngine.Instance, ManagedEngine.Instance.ResolveDevice(options.Device), new Dictionary<string, string>(StringComparer.Ordinal));
        }

        var (engine, manifest) = Load(options.Name);
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
    /// <exception cref="EngineException">It is not installed, damaged, or built for another version.</exception>
    public (ITrainingEngine Engine, EngineManifest Manifest) Load(string name)
    {
        var home = Path.Combine(folder, name);
        if (!Directory.Exists(home))
        {
            var installed = Names() is { Count: > 0 } names ? $"Installed are: {string.Join(", ", names)}." : "None is.";
            throw new EngineException(name, $"is not installed under {folder}, expected managed or an installed engine. {installed} Install it: {InstallCommand(name)}");
        }

        var manifest = EngineManifest.Read(name, home);
        if (manifest.BuiltFor != EnginePlugin.RunningVersion)
        {
            throw new EngineException(name, $"version {manifest.Version} was built for Bakeoff {manifest.BuiltFor}, this is Bakeoff {EnginePlugin.RunningVersion}. Install it again: {InstallCommand(name)}");
        }

        CheckFiles(manifest, home);
        var engine = EnginePlugin.Load(name, Path.Combine(home, manifest.Assembly));
        return engine.Name == name && engine.Version == manifest.Version
            ? (engine, manifest)
            : throw EngineManifest.Damaged(name, $"{manifest.Assembly} is {engine.Name} {engine.Version}, the manifest says {name} {manifest.Version}.");
    }

    private static void CheckFiles(EngineManifest manifest, string home)
    {
        var assembly = Path.Combine(home, manifest.Assembly);
        if (Path.GetFileName(manifest.Assembly) != manifest.Assembly || !File.Exists(assembly))
        {
            throw EngineManifest.Damaged(manifest.Engine, $"{assembly} is missing.");
        }

        using (var stream = File.OpenRead(assembly))
        {
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != manifest.AssemblySha256)
            {
                throw EngineManifest.Damaged(manifest.Engine, $"{assembly} is not the file that was installed (SHA-256 differs).");
            }
        }

        foreach (var (relative, bytes) in manifest.Files)
        {
            var file = new FileInfo(Path.Combine(home, relative));
            if (!file.Exists || file.Length != bytes)
            {
                throw EngineManifest.Damaged(manifest.Engine, FormattableString.Invariant($"{file.FullName} {(file.Exists ? $"has {file.Length} bytes, expected {bytes}" : "is missing")}."));
            }
        }
    }
}
