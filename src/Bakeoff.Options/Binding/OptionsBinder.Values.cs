using System.Collections;
using Bakeoff.Options.Unicode;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Binding;

/// <content>Single values, lists, kinds and dictionaries.</content>
internal sealed partial class OptionsBinder
{
    private object? BindValue(ConfigurationNode node, ValueShape shape, MemberShape member, object? current, string path)
    {
        switch (shape.Kind)
        {
            case ValueKind.Record or ValueKind.Union when shape.Expand(node) is { } expanded:
                return BindValue(expanded, shape, member, current, path);
            case ValueKind.Record when node is MappingNode mapping:
                var target = current?.GetType() == shape.Type ? RecordCopy.Of(current) : shape.Record.CreateDefault();
                return BindRecord(mapping, shape.Record, target, path);
            case ValueKind.Union when node is MappingNode mapping:
                return BindUnion(mapping, shape, path);
            case ValueKind.List when node is SequenceNode sequence:
                return BindList(sequence, shape, member, path);
            case ValueKind.List when member.TakesOne
                && (node is ScalarNode { IsNull: false } || shape.Item!.Kind is ValueKind.Record or ValueKind.Union):
                return BindOne(node, shape, member, path);
            case ValueKind.Dictionary when node is MappingNode mapping:
                return BindDictionary(mapping, shape, member, path);
            case ValueKind.Any:
                return new AnyValue(NodeWriter.Flow(node));
            case ValueKind.Record or ValueKind.Union or ValueKind.List or ValueKind.Dictionary:
                _problems.AddValue(node, path, ShapeText.Describe(shape), ShapeText.Hint(node, shape));
                return null;
            default:
                return BindScalar(node, shape, member, path);
        }
    }

    private object? BindScalar(ConfigurationNode node, ValueShape shape, MemberShape member, string path)
    {
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            var next = node is ScalarNode ? "Give a value or remove the key." : "";
            _problems.AddValue(node, path, ShapeText.Describe(shape, member.Range), next);
            return null;
        }

        // A path of this machine is what the file system says it is; all other text is what it looks like.
        if (shape.Kind == ValueKind.Text && !member.IsCommandLineOnly)
        {
            _problems.RequireVisible(scalar, path, path);
            scalar = scalar with { Text = VisibleText.Normalise(scalar.Text) };
        }

        if (shape.Kind == ValueKind.Text && member.Value.Kind == ValueKind.Text && scalar.Text.Length < member.MinLength)
        {
            _problems.AddValue(scalar, path, FormattableString.Invariant($"text of at least {member.MinLength} characters"));
            return null;
        }

        return ScalarReader.Read(scalar, shape, member.Range, path, _problems);
    }

    private object? BindUnion(MappingNode node, ValueShape shape, string path)
    {
        var names = shape.Kinds.Select(k => k.Name).ToList();
        if (node.Entries.Count != 1)
        {
            var next = node.Entries.Count == 0
                ? $"The kinds are: {string.Join(", ", names)}."
                : "Indent the options below their kind, or put each kind into an item of its own.";
            _problems.AddValue(node, path, "one kind with its options", next);
            return null;
        }

        var entry = node.Entries[0];
        var kindPath = KeyPath.Join(path, entry.Key);
        if (shape.Kinds.FirstOrDefault(k => string.Equals(k.Name, entry.Key, StringComparison.Ordinal)) is not { Type: { } type })
        {
            var message = $"unknown kind '{entry.Key}' in {path}. {NearestName.Suggest(entry.Key, shape.NamedValues, "The kinds are")}";
            _problems.Add(entry.KeyOrigin, kindPath, entry.Key, "a known kind", message);
            return null;
        }

        if ((ValueShape.Of(type).Expand(entry.Value) ?? entry.Value) is MappingNode options)
        {
            var record = RecordShape.Of(type);
            return BindRecord(options, record, record.CreateDefault(), kindPath);
        }

        var keys = RecordShape.Of(type).Members;
        _problems.AddValue(entry.Value, kindPath, "a mapping of options", entry.Value is ScalarNode { IsNull: false } && keys.Count > 0
            ? $"Its keys are: {string.Join(", ", keys.Select(m => m.Key))}."
            : $"Write '{entry.Key}: {{}}' when it needs none.");
        return null;
    }

    private object? BindList(SequenceNode node, ValueShape shape, MemberShape member, string path)
    {
        if (node.Items.Count < member.MinLength)
        {
            var message = FormattableString.Invariant($"{path} has {node.Items.Count} items, expected at least {member.MinLength}.");
            _problems.Add(node.Origin, path, null, "more items", message);
            return null;
        }

        var item = shape.Item!;
        var values = Array.CreateInstance(item.Type, node.Items.Count);
        var isWhole = true;
        for (var i = 0; i < values.Length; i++)
        {
            var value = BindValue(node.Items[i], item, member, null, KeyPath.Join(path, i));
            isWhole &= value is not null;
            values.SetValue(value, i);
        }

        // The record's own rules, which come next, must not meet items that could not be read.
        return !isWhole ? null
            : shape.Type.IsAssignableFrom(values.GetType()) ? values
            : Activator.CreateInstance(shape.Type, values);
    }

    private object? BindOne(ConfigurationNode node, ValueShape shape, MemberShape member, string path)
    {
        if (BindValue(node, shape.Item!, member, null, path) is not { } value)
        {
            return null;
        }

        var values = Array.CreateInstance(shape.Item!.Type, 1);
        values.SetValue(value, 0);
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
}
