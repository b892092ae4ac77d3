using Bakeoff.Options.Binding;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>
/// Reads options by name from a folder: the file, what it <c>extends</c>, then options from the command line, all checked alike.
/// </summary>
/// <typeparam name="T">Options record with a key <c>name</c>, which must be the name of the file.</typeparam>
public sealed class OptionsReader<T>
    where T : class
{
    private static readonly ValueShape Shape = ValueShape.Of(typeof(T));
    private readonly OptionsFolder _folder;

    /// <summary>Creates a reader; nothing is read yet.</summary>
    public OptionsReader(OptionsFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _folder = folder;
    }

    /// <summary>Reads one file as a whole.</summary>
    /// <param name="name">Name of the file, without <c>.yaml</c>.</param>
    /// <param name="sets">
    /// Options from the command line in the form <c>features.n_mfcc=13</c>; a later one wins over an earlier one.
    /// </param>
    /// <param name="check">Looks at options that are sound in themselves, and adds what does not fit the world around them.</param>
    /// <returns>The options, and the merged tree that they were bound from.</returns>
    /// <exception cref="ConfigurationException">Anything is wrong; holds every problem.</exception>
    public (T Options, MappingNode Tree) Read(string name, IReadOnlyList<string> sets, Action<T, MappingNode, ProblemList>? check = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(sets);
        var problems = new ProblemList();
        var chain = new ExtendsChain(_folder, Shape, problems);
        if (!_folder.Check(name, null, problems) || chain.Read(name) is not { } tree)
        {
            problems.ThrowIfAny();
            throw new InvalidOperationException("Reading left neither a tree nor a problem.");
        }

        foreach (var set in sets)
        {
            tree = SetOption.Apply(tree, Shape, set, _folder.SetExample, problems);
        }

        tree = RefuseIdentity(tree, problems);
        var options = new OptionsBinder(Shape.Record, problems) { MayLackKeys = chain.IsCutShort }.Bind(tree);
        if (problems.Count == 0)
        {
            check?.Invoke((T)options, tree, problems);
        }

        problems.ThrowIfAny();
        return ((T)options, tree);
    }

    /// <summary>The name and the file that is extended belong to the file.</summary>
    private static MappingNode RefuseIdentity(MappingNode tree, ProblemList problems)
    {
        foreach (var key in new[] { ExtendsChain.NameKey, ExtendsChain.ExtendsKey })
        {
            if (tree.Find(key) is { Value.Origin.IsCommandLine: true } entry)
            {
                var message = $"{key} can only stand in the file. Copy the file under a new name to change it.";
                problems.Add(entry.Value.Origin, key, null, "a key of the file", message);
            }
        }

        return tree.Without(ExtendsChain.ExtendsKey);
    }
}
