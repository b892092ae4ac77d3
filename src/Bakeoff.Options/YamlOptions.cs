using Bakeoff.Options.Binding;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options;

/// <summary>Reads strictly typed options from YAML: every key known, every value checked, all problems at once with their places.</summary>
/// <remarks>
/// Options are records with a parameterless constructor and init properties; keys, ranges and kinds come from their attributes.
/// Deterministic and culture-free.
/// Options by name, with what they extend and options from the command line: <see cref="OptionsReader{T}"/>.
/// </remarks>
public static class YamlOptions
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">Options record.</typeparam>
    /// <param name="path">File to read, in UTF-8.</param>
    /// <param name="displayName">The file in messages, such as its path relative to the repository; the path itself when null.</param>
    /// <param name="check">Adds what does not fit the world around the options, or null.</param>
    /// <exception cref="ConfigurationException">
    /// The file is missing, is not YAML, or breaks a rule of <typeparamref name="T"/>; holds every problem.
    /// </exception>
    public static T Read<T>(string path, string? displayName = null, Action<T, MappingNode, ProblemList>? check = null)
        where T : class
    {
        var problems = new ProblemList();
        return BindOrThrow(YamlTreeReader.ReadFile(path, displayName ?? path, problems), problems, check);
    }

    /// <summary>Reads text.</summary>
    /// <typeparam name="T">Options record.</typeparam>
    /// <param name="text">The YAML.</param>
    /// <param name="displayName">The text in messages.</param>
    /// <exception cref="ConfigurationException">
    /// The text is not YAML or breaks a rule of <typeparamref name="T"/>; holds every problem.
    /// </exception>
    public static T Parse<T>(string text, string displayName)
        where T : class
    {
        var problems = new ProblemList();
        return BindOrThrow<T>(YamlTreeReader.ReadText(text, displayName, problems), problems, check: null);
    }

    /// <summary>Reads a file that another program wrote: values as written, with their places and without types.</summary>
    /// <param name="path">File to read, in UTF-8.</param>
    /// <exception cref="ConfigurationException">
    /// The file is missing, is not YAML, or uses what one file of options may not: anchors, tags, a key twice, several documents.
    /// </exception>
    public static MappingNode ReadTree(string path)
    {
        var problems = new ProblemList();
        var tree = YamlTreeReader.ReadFile(path, path, problems);
        problems.ThrowIfAny();
        return tree!;
    }

    /// <summary>Reads the characters of a file, which must be UTF-8.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="displayName">The file in messages.</param>
    /// <returns>The text without a byte order mark.</returns>
    /// <exception cref="ConfigurationException">The file is missing, cannot be read, or is not UTF-8.</exception>
    public static string ReadText(string path, string displayName)
    {
        var problems = new ProblemList();
        var text = YamlText.Read(path, displayName, problems);
        problems.ThrowIfAny();
        return text!;
    }

    /// <summary>Binds a tree to options.</summary>
    /// <typeparam name="T">Options record.</typeparam>
    /// <param name="tree">The values as written.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>The options; meaningless when a problem was added.</returns>
    public static T Bind<T>(MappingNode tree, ProblemList problems)
        where T : class =>
        (T)new OptionsBinder(RecordShape.Of(typeof(T)), problems).Bind(tree);

    /// <summary>Puts a value at a dotted key, such as <c>model.1.lstm.units</c>.</summary>
    /// <typeparam name="T">Options record that the tree will be bound to.</typeparam>
    /// <param name="tree">The values as written.</param>
    /// <param name="key">Dotted key; items of lists by their position from 0.</param>
    /// <param name="value">The value.</param>
    /// <param name="keyOrigin">Where the key was written.</param>
    /// <param name="problems">Receives what the key itself gets wrong; binding finds what is wrong with the value.</param>
    /// <returns>The changed tree; the same tree after a problem.</returns>
    public static MappingNode Set<T>(MappingNode tree, string key, ConfigurationNode value, ValueOrigin keyOrigin, ProblemList problems)
        where T : class =>
        SetOption.Apply(tree, ValueShape.Of(typeof(T)), key, value, keyOrigin, problems);

    /// <summary>
    /// True unless a key at the top is marked as no parameter; see <see cref="NotAParameterAttribute"/> and
    /// <see cref="CommandLineOnlyAttribute"/>.
    /// </summary>
    /// <typeparam name="T">Options record.</typeparam>
    /// <param name="key">Key without dots; an unknown one counts as a parameter, and binding refuses it.</param>
    public static bool IsParameter<T>(string key)
        where T : class =>
        RecordShape.Of(typeof(T)).Find(key) is not { IsParameter: false };

    /// <summary>True for a dotted key that is a whole number of effort; see <see cref="EffortAttribute"/>.</summary>
    /// <typeparam name="T">Options record.</typeparam>
    /// <param name="key">Dotted key; items of lists by their position from 0.</param>
    /// <returns>Null for a key that is unknown, which binding refuses.</returns>
    public static bool? IsEffort<T>(string key)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(key);
        var (shape, isEffort) = (ValueShape.Of(typeof(T)), false);
        foreach (var part in key.Split('.'))
        {
            isEffort = shape.Kind == ValueKind.Record && shape.Record.Find(part)?.IsEffort == true;
            if ((shape.Kind == ValueKind.List ? shape.Item : NodeMerge.ShapeOf(shape, part)) is not { } inner)
            {
                return null;
            }

            shape = inner;
        }

        return isEffort;
    }

    /// <summary>All parameters of some options, defaults included: dotted key to canonical, culture-free value.</summary>
    /// <param name="options">Options record.</param>
    /// <param name="prefix">Key that all keys begin with.</param>
    public static IReadOnlyDictionary<string, string> Flatten(object options, string prefix) =>
        ParameterFlattener
            .Flatten(options, MappingNode.Empty, withFiles: false)
            .ToDictionary(p => KeyPath.Join(prefix, p.Key), p => p.Value, StringComparer.Ordinal);

    /// <summary>
    /// All parameters of some options, defaults included, in the order of the options; with the names of files whose content counts in their
    /// place, so that people can tell two apart.
    /// </summary>
    /// <param name="options">Options record.</param>
    /// <param name="tree">The tree that they were bound from, for the places.</param>
    public static IReadOnlyList<ResolvedParameter> Flatten(object options, MappingNode tree)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tree);
        return ParameterFlattener.Flatten(options, tree, withFiles: true);
    }

    private static T BindOrThrow<T>(MappingNode? tree, ProblemList problems, Action<T, MappingNode, ProblemList>? check)
        where T : class
    {
        var options = tree is null ? null : Bind<T>(tree, problems);
        if (tree is not null)
        {
            check?.Invoke(options!, tree, problems);
        }

        problems.ThrowIfAny();
        return options!;
    }
}
