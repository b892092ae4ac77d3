using System.Reflection;
using Bakeoff.Neural.Engines;

namespace Bakeoff.Experiments.Engines;

/// <summary>Brings an engine's assembly to life.</summary>
internal static class EnginePlugin
{
    /// <summary>Version of Bakeoff that engines must be built for.</summary>
    public static string RunningVersion => typeof(ITrainingEngine).Assembly.GetName().Version!.ToString(3);

    /// <summary>Loads the one type of an assembly that is an engine.</summary>
    /// <param name="engine">Name of the engine, for messages.</param>
    /// <param name="assemblyPath">Full path of its assembly.</param>
    /// <exception cref="EngineException">It is no engine, or cannot be loaded here.</exception>
    public static ITrainingEngine Load(string engine, string assemblyPath)
    {
        try
        {
            var assembly = new EngineLoadContext(assemblyPath).LoadFromAssemblyPath(assemblyPath);
            var types = assembly.GetExportedTypes().Where(t => typeof(ITrainingEngine).IsAssignableFrom(t) && t is { IsAbstract: false }).ToList();
            return types.Count == 1
                ? (ITrainingEngine)Activator.CreateInstance(types[0], BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, binder: null, args: null, culture: null)!
                : throw new EngineException(engine, $"{assemblyPath} has {types.Count} public types that implement {nameof(ITrainingEngine)}, expected 1. See docs/engines.md.");
        }
        catch (Exception fault) when (Reason(fault) is { } reason)
        {
            throw new EngineException(engine, $"{Path.GetFileName(assemblyPath)} cannot be loaded: {reason} Install it again: {EngineCatalogue.InstallCommand(engine)}", fault);
        }
    }

    /// <summary>Version of Bakeoff that an assembly was compiled against, or null when it knows nothing of Bakeoff.</summary>
    /// <exception cref="BadImageFormatException">The file is no assembly.</exception>
    public static string? BuiltFor(string assemblyPath)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(assemblyPath));
        if (!file.HasMetadata)
        {
            return null;
        }

        var reader = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
        return reader.AssemblyReferences.Select(reader.GetAssemblyReference)
            .Where(r => reader.GetString(r.Name) == typeof(ITrainingEngine).Assembly.GetName().Name)
            .Select(r => r.Version.ToString(3))
            .FirstOrDefault();
    }

    private static string? Reason(Exception fault) => fault switch
    {
        TypeInitializationException { InnerException: { } inner } => Reason(inner) ?? inner.Message,
        MissingMemberException or TypeLoadException or ReflectionTypeLoadException => $"it was built for another Bakeoff ({fault.Message})",
        BadImageFormatException or FileLoadException or FileNotFoundException or DllNotFoundException => fault.Message,
        _ => null,
    };
}
