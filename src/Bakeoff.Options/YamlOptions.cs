using Bakeoff.Options.Binding;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options;

/// <summary>Reads strictly typed options from YAML: every key known, every value checked, all problems at once with their places.</summary>
/// <remarks>Options are records with a parameterless constructor and init properties; keys, ranges and kinds come from their attributes. Deterministic and culture-free.</remarks>
public static class YamlOptions
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">Options record.</typeparam>
    /// <param name="path">File to read, in UTF-8.</param>
    /// <param name="displayName">How messages call the file, such as its path relative to the repository; the path itself when null.</param>
    /// <exception cref="ConfigurationException">The file is missing, is not YAML, or breaks a rule of <typeparamref name="T"/>; holds every problem.</exception>
    public static T Read<T>(string path, string? displayName = null)
        where T : class
    {
        return Read<T>(path, displayName ?? path, check: null);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">File to read, in UTF-8.</param>
    /// <param name="displayName">How messages call the file.</param>
    /// <param name="check">Adds what does not fit the world around the options, or null.</param>
    internal static T Read<T>(string path, string displayName, Action<T, MappingNode, ProblemList>? check)
        where T : class
    {
        var problems = new ProblemList();
        return Bind(YamlTreeReader.ReadFile(path, displayName, problems), problems, check);
    }

    /// <summary>Reads text.</summary>
    /// <typeparam name="T">Options record.</typeparam>
    /// <param name="text">The YAML.</param>
    /// <param name="displayName">How messages call the text.</param>
    /// <exception cref="ConfigurationException">The text is not YAML or breaks a rule of <typeparamref name="T"/>; holds every problem.</exception>
    public static T Parse<T>(string text, string displayName)
        where T : class
    {
        var problems = new ProblemList();
        return Bind<T>(YamlTreeReader.ReadText(text, displayName, problems), problems, check: null);
    }

    /// <summary>All parameters of some options, defaults included: dotted key to canonical, culture-free value.</summary>
    /// <param name="options">Options record.</param>
    /// <param name="prefix">Key that all keys begin with.</param>
    public static IReadOnlyDictionary<string, string> Flatten(object options, string prefix) => ParameterFlattener.Flatten(options, new MappingNode([], ValueOrigin.Default))
        .ToDictionary(p => KeyPath.Join(prefix, p.Key), p => p.Value, StringComparer.Ordinal);

    private static T Bind<T>(MappingNode? node, ProblemList problems, Action<T, MappingNode, ProblemList>? check)
        where T : class
    {
        object? options = node is null ? null : new OptionsBinder(RecordShape.Of(typeof(T)), problems).Bind(node);
        if (node is not null)
        {
            check?.Invoke((T)options!, node, problems);
        }

        problems.ThrowIfAny();
        return (T)options!;
    }
}
