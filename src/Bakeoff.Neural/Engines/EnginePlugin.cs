using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Bakeoff.Options;

namespace Bakeoff.Neural.Engines;

/// <summary>Loads an engine's assembly.</summary>
internal static class EnginePlugin
{
    /// <summary>Version of Bakeoff that engines must be built for.</summary>
    public static string RunningVersion => typeof(IEngine).Assembly.GetName().Version!.ToString(3);

    /// <summary>Loads the one type of an assembly that is an engine.</summary>
    /// <param name="engine">Name of the engine, for messages.</param>
    /// <param name="assemblyPath">Full path of its assembly.</param>
    /// <exception cref="EngineException">The assembly is not an engine or cannot be loaded here.</exception>
    public static IEngine Load(string engine, string assemblyPath)
    {
        try
        {
            var assembly = new EngineLoadContext(assemblyPath).LoadFromAssemblyPath(assemblyPath);
            var types = assembly
                .GetExportedTypes()
                .Where(static type => typeof(IEngine).IsAssignableFrom(type) && !type.IsAbstract)
                .ToList();
            const BindingFlags publicConstructor = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions;
            return types.Count == 1
                ? (IEngine)Activator.CreateInstance(types[0], publicConstructor, binder: null, args: null, culture: null)!
                : throw new EngineException(
                    engine,
                    new ErrorDetails($"{assemblyPath} has {{value}} public types that implement {nameof(IEngine)}")
                    {
                        Value = types.Count.ToString(CultureInfo.InvariantCulture),
                        Rule = "1",
                        NextStep = "See docs/engines.md.",
                    });
        }
        catch (Exception exception) when (DescribeLoadError(exception) is { } reason)
        {
            throw new EngineException(
                engine,
                new ErrorDetails($"{Path.GetFileName(assemblyPath)} cannot be loaded: {reason}")
                {
                    NextStep = EngineCatalogue.InstallAgain(engine),
                },
                exception);
        }
    }

    /// <summary>Version of Bakeoff that an assembly was compiled against; null if it does not refer to Bakeoff.Neural.</summary>
    /// <exception cref="BadImageFormatException">The file is not an assembly.</exception>
    public static string? BuiltFor(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        if (!file.HasMetadata)
        {
            return null;
        }

        var reader = file.GetMetadataReader();
        return reader.AssemblyReferences.Select(reader.GetAssemblyReference)
            .Where(reference => reader.GetString(reference.Name) == typeof(IEngine).Assembly.GetName().Name)
            .Select(static reference => reference.Version.ToString(3))
            .FirstOrDefault();
    }

    private static string? DescribeLoadError(Exception exception) =>
        exception switch
        {
            TypeInitializationException { InnerException: { } inner } => DescribeLoadError(inner) ?? inner.Message,
            MissingMemberException or TypeLoadException or ReflectionTypeLoadException =>
                $"it was built for another Bakeoff ({exception.Message})",
            BadImageFormatException or FileLoadException or FileNotFoundException or DllNotFoundException => exception.Message,
            _ => null,
        };
}
