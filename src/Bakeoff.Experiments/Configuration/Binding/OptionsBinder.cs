using System.Collections;
using Bakeoff.Experiments.Configuration.Yaml;
using Bakeoff.Numerics.Options;

namespace Bakeoff.Experiments.Configuration.Binding;

/// <summary>Turns nodes into typed options and finds everything that is wrong with them on the way.</summary>
internal sealed class OptionsBinder
{
    private readonly ProblemList problems;
    private readonly RecordShape root;

    // A record may pass on the problems of a record inside it, which reports them as well.
    private readonly HashSet<(string KeyPath, string Message)> brokenRules = [];

    /// <summary>Creates a binder for one tree.</summary>
    /// <param name="root">The options at the tree's root, known for pointing out keys that stand in the wrong section.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public OptionsBinder(RecordShape root, ProblemList problems)
    {
        this.root = root;
        this.problems = problems;
    }

    /// <summary>Binds the root.</summary>
    /// <returns>The options; meaningless when a problem was added.</returns>
    public object Bind(MappingNode node) => BindRecord(node, root, root.CreateDefault(), "");

    private object BindRecord(MappingNode node, RecordShape shape, object target, string path)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in node.Entries)
        {
            if (shape.Find(entry.Key) is not { } member)
            {
                failed.Add(RefuseKey(entry, shape, path));
                continue;
            }

            var memberPath = KeyPath.Join(path, member.Key);
            if (member.IsCommandLineOnly && !entry.Value.Origin.IsCommandLine)
            {
                problems.AddValue(entry.Value, memberPath, "nothing in a file, because it differs between machines", $"Remove the line and pass --set={memberPath}=VALUE.");
                failed.Add(member.Key);
                continue;
            }

            var before = problems.Count;
            if (entry.Value is ScalarNode { IsNull: true } && member.IsNullable)
            {
                member.Property.SetValue(target, null);
            }
            else if (BindValue(entry.Value, member.Value, member, member.Property.GetValue(target), memberPath) is { } value)
            {
                member.Property.SetValue(target, value);
            }

            if (problems.Count > before)
            {
                failed.Add(member.Key);
            }
        }

        foreach (var member in shape.Members.Where(m => m.IsRequired && node.Find(m.Key) is null))
        {
            failed.Add(member.Key);
            problems.Add(node.Origin, KeyPath.Join(path, member.Key), null, "this key", $"key '{member.Key}' is missing in {ProblemList.Subject(path)}. Add '{member.Key}: {ShapeText.Example(member)}'.");
        }

        CheckRules(node, target, path, failed);
        return target;
    }

    private object? BindValue(ConfigurationNode node, ValueShape shape, MemberShape member, object? current, string path)
    {
        switch (shape.Kind)
        {
            case ValueKind.Record when node is ScalarNode { IsNull: false } scalar && shape.Record.ShorthandKey is { } key:
                return BindValue(new MappingNode([new MappingEntry(key, scalar.Origin, scalar)], scalar.Origin), shape, member, current, path);
            case ValueKind.Record when node is MappingNode mapping:
                return BindRecord(mapping, shape.Record, current?.GetType() == shape.Type ? RecordCopy.Of(current) : shape.Record.CreateDefault(), path);
            case ValueKind.Union when node is MappingNode mapping:
                return BindUnion(mapping, shape, path);
            case ValueKind.List when node is SequenceNode sequence:
                return BindList(sequence, shape, member, path);
            case ValueKind.Dictionary when node is MappingNode mapping:
                return BindDictionary(mapping, shape, member, path);
            case ValueKind.Any:
                return new AnyValue(NodeWriter.Flow(node));
            case ValueKind.Record or ValueKind.Union or ValueKind.List or ValueKind.Dictionary:
                problems.AddValue(node, path, ShapeText.Describe(shape), ShapeText.Hint(node, shape));
                return null;
            default:
                return BindScalar(node, shape, member, path);
        }
    }

    private object? BindScalar(ConfigurationNode node, ValueShape shape, MemberShape member, string path)
    {
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            problems.AddValue(node, path, ShapeText.Describe(shape, member.Range), node is ScalarNode ? "Give a value or remove the key." : "");
            return null;
        }

        if (shape.Kind == ValueKind.Text && member.Value.Kind == ValueKind.Text && scalar.Text.Length < member.MinLength)
        {
            problems.AddValue(scalar, path, FormattableString.Invariant($"text of at least {member.MinLength} characters"));
            return null;
        }

        return ScalarReader.Read(scalar, shape, member.Range, path, problems);
    }

    private object? BindUnion(MappingNode node, ValueShape shape, string path)
    {
        var names = shape.Kinds.Select(k => k.Name).ToList();
        if (node.Entries.Count != 1)
        {
            problems.AddValue(node, path, "one kind with its options", node.Entries.Count == 0 ? $"The kinds are: {string.Join(", ", names)}." : "Indent the options below their kind, or put each kind into an item of its own.");
            return null;
        }

        var entry = node.Entries[0];
        var kindPath = KeyPath.Join(path, entry.Key);
        if (shape.Kinds.FirstOrDefault(k => string.Equals(k.Name, entry.Key, StringComparison.Ordinal)) is not { Type: { } type })
        {
            problems.Add(entry.KeyOrigin, kindPath, entry.Key, "a known kind", $"unknown kind '{entry.Key}' in {path}. {NearestName.Suggest(entry.Key, names, "The kinds are")}");
            return null;
        }

        if (entry.Value is MappingNode options)
        {
            var record = RecordShape.Of(type);
            return BindRecord(options, record, record.CreateDefault(), kindPath);
        }

        problems.AddValue(entry.Value, kindPath, "a mapping of options", $"Write '{entry.Key}: {{}}' when it needs none.");
        return null;
    }

    private object? BindList(SequenceNode node, ValueShape shape, MemberShape member, string path)
    {
        if (node.Items.Count < member.MinLength)
        {
            problems.Add(node.Origin, path, null, "more items", FormattableString.Invariant($"{path} has {node.Items.Count} items, expected at least {member.MinLength}."));
            return null;
        }

        var item = shape.Item!;
        var values = Array.CreateInstance(item.Type, node.Items.Count);
        for (var i = 0; i < values.Length; i++)
        {
            if (BindValue(node.Items[i], item, member, null, KeyPath.Join(path, i)) is { } value)
            {
                values.SetValue(value, i);
            }
        }

        return shape.Type.IsAssignableFrom(values.GetType()) ? values : Activator.CreateInstance(shape.Type, values);
    }

    private IDictionary BindDictionary(MappingNode node, ValueShape shape, MemberShape member, string path)
    {
        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Item!.Type);
        var values = (IDictionary)Activator.CreateInstance(type, StringComparer.Ordinal)!;
        foreach (var entry in node.Entries)
        {
            if (BindValue(entry.Value, shape.Item, member, null, KeyPath.Join(path, entry.Key)) is { } value)
            {
                values[entry.Key] = value;
            }
        }

        return values;
    }

    /// <summary>Reports an unknown key; returns the name that was probably meant, else the key.</summary>
    private string RefuseKey(MappingEntry entry, RecordShape shape, string path)
    {
        var names = shape.Members.Select(m => m.Key).ToList();
        var place = path.Length == 0 ? "" : $" in {path}";
        var near = NearestName.Find(entry.Key, names);
        var suggestion = near is null && ShapeText.FindKeyElsewhere(root, entry.Key) is { } elsewhere
            ? $"'{entry.Key}' belongs to {elsewhere}."
            : names.Count == 0 ? "There are no options here." : NearestName.Suggest(entry.Key, names, "Known keys are");
        problems.Add(entry.KeyOrigin, KeyPath.Join(path, entry.Key), null, "a known key", $"unknown key '{entry.Key}'{place}. {suggestion}");
        return near ?? entry.Key;
    }

    /// <summary>Adds what the record itself finds wrong, save what only follows from values that could not be read.</summary>
    private void CheckRules(MappingNode node, object target, string path, HashSet<string> failed)
    {
        if (target is not IValidatedOptions validated)
        {
            return;
        }

        foreach (var problem in validated.Validate())
        {
            if (failed.Any(key => problem.Key == key || problem.Key.StartsWith(key + ".", StringComparison.Ordinal) || ShapeText.Mentions(problem.Message, key)))
            {
                continue;
            }

            var keyPath = KeyPath.Join(path, problem.Key);
            if (!brokenRules.Add((keyPath, problem.Message)))
            {
                continue;
            }

            var value = NodeLookup.Deepest(node, problem.Key);
            problems.Add(value.Origin, keyPath, (value as ScalarNode)?.Text, problem.Message, $"{ProblemList.Subject(keyPath)} {problem.Message}");
        }
    }
}
