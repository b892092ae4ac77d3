using Bakeoff.Options.Binding;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>Reads a file of a folder together with what it extends.</summary>
internal sealed class ExtendsChain
{
    /// <summary>Key that names another file of the folder.</summary>
    public const string ExtendsKey = "extends";

    /// <summary>Key that repeats the name of the file.</summary>
    public const string NameKey = "name";

    private readonly OptionsFolder _folder;
    private readonly ValueShape _shape;
    private readonly ProblemList _problems;

    /// <summary>Creates a reader.</summary>
    public ExtendsChain(OptionsFolder folder, ValueShape shape, ProblemList problems)
    {
        _folder = folder;
        _shape = shape;
        _problems = problems;
    }

    /// <summary>True when a file that is extended could not be read: keys that seem to be missing may stand there.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>The merged tree without <c>extends</c>; null after a problem that left none.</summary>
    /// <param name="name">Name of a file that exists.</param>
    public MappingNode? Read(string name) => Read(name, [name]);

    private MappingNode? Read(string name, IReadOnlyList<string> path)
    {
        if (_folder.ReadTree(name, _problems) is not { } tree)
        {
            IsCutShort = true;
            return null;
        }

        CheckName(tree, name);
        if (tree.Find(ExtendsKey) is not { } extends)
        {
            return tree;
        }

        var own = tree.Without(ExtendsKey);
        if (extends.Value is not ScalarNode { IsNull: false } parent)
        {
            _problems.AddValue(extends.Value, ExtendsKey, $"the name of one {_folder.Noun}", "Write extends: NAME.");
            IsCutShort = true;
            return own;
        }

        if (path.Contains(parent.Text, StringComparer.Ordinal))
        {
            var message = $"extends makes a cycle: {string.Join(" -> ", path)} -> {parent.Text}. Remove one of these.";
            _problems.Add(parent.Origin, ExtendsKey, parent.Text, "no cycle", message);
            IsCutShort = true;
            return own;
        }

        if (!_folder.Check(parent.Text, parent.Origin, _problems) || Read(parent.Text, [.. path, parent.Text]) is not { } under)
        {
            IsCutShort = true;
            return own;
        }

        return (MappingNode)NodeMerge.Merge(under.Without(NameKey), own, _shape);
    }

    /// <summary>A copied file that keeps the old name would be taken for the other.</summary>
    private void CheckName(MappingNode tree, string name)
    {
        if (tree.Find(NameKey)?.Value is ScalarNode { IsNull: false } written && written.Text != name)
        {
            _problems.AddValue(written, NameKey, $"'{name}', the name of the file", $"Write name: {name}, or rename the file.");
        }
    }
}
