using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Neural.Engines;

/// <summary>Installs a published engine into the folder of engines.</summary>
public static class EngineInstaller
{
    /// <summary>Checks that the engine loads and runs here, writes its manifest, and replaces an earlier installation.</summary>
    /// <param name="name">Name of the engine.</param>
    /// <param name="published">Folder that <c>dotnet publish</c> wrote.</param>
    /// <param name="engines">Folder with a folder per engine; created if missing.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="EngineException">The folder holds no engine of that name, or one that was built for another version or cannot run
    /// here. An earlier installation stays.</exception>
    public static EngineManifest Install(string name, string published, string engines)
    {
        var assembly = FindAssembly(name, published);
        var builtFor = EnginePlugin.BuiltFor(assembly)!;
        if (builtFor != EnginePlugin.RunningVersion)
        {
            throw new EngineException(name, new ErrorDetails($"{assembly} was built for Bakeoff {{value}}")
            {
                Value = builtFor,
                Rule = $"{EnginePlugin.RunningVersion}, the running version",
                NextStep = "Build it from the sources of this version.",
            });
        }

        using var home = new AtomicFolder(Path.Combine(engines, name));
        Copy(published, home.Pending);
        var installed = Path.Combine(home.Pending, Path.GetFileName(assembly));
        var engine = EnginePlugin.Load(name, installed);
        if (engine.Name != name)
        {
            throw new EngineException(name, new ErrorDetails($"{assembly} is the engine {{value}}")
            {
                Value = $"'{engine.Name}'",
                Rule = $"'{name}'",
                NextStep = "Install it by its own name.",
            });
        }

        _ = (engine as ITrainingEngine)?.ResolveDevice("auto");
        var manifest = Describe(engine, builtFor, home.Pending, installed);
        manifest.Write(home.Pending);
        home.MoveIntoPlace();
        return manifest;
    }

    /// <summary>The one assembly of the folder that refers to Bakeoff.</summary>
    private static string FindAssembly(string name, string published)
    {
        const string Publish = "Publish the engine's project into that folder.";
        if (!Directory.Exists(published))
        {
            throw new EngineException(name, new ErrorDetails($"there is no folder {published}") { NextStep = Publish });
        }

        var candidates = Directory.EnumerateFiles(published, "*.dll").Where(f => !IsPartOfBakeoff(f) && RefersToBakeoff(f)).ToList();
        return candidates.Count == 1
            ? candidates[0]
            : throw new EngineException(name, new ErrorDetails($"{published} holds {{value}} assemblies built for Bakeoff")
            {
                Value = candidates.Count.ToString(CultureInfo.InvariantCulture),
                Rule = "1",
                NextStep = Publish,
            });
    }

    private static bool IsPartOfBakeoff(string path) => EngineLoadContext.IsShared(Path.GetFileNameWithoutExtension(path));

    private static bool RefersToBakeoff(string path)
    {
        try
        {
            return EnginePlugin.BuiltFor(path) is not null;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static EngineManifest Describe(IEngine engine, string builtFor, string folder, string assembly) => new()
    {
        Format = EngineManifest.ExpectedFormat,
        Engine = engine.Name,
        Version = engine.Version,
        BuiltFor = builtFor,
        Assembly = Path.GetFileName(assembly),
        AssemblySha256 = ContentDigest.OfFile(assembly),
        Files = new SortedDictionary<string, long>(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => f != assembly)
                .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), f => new FileInfo(f).Length, StringComparer.Ordinal),
            StringComparer.Ordinal),
    };

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => !IsPartOfBakeoff(f)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
