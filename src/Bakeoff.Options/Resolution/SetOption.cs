using System.Globalization;
using Bakeoff.Options.Binding;
using Bakeoff.Options.Unicode;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>Puts one <c>key=value</c> from outside the file into a tree: <c>features.n_mfcc=13</c>, <c>model.1.lstm.units=64</c>.</summary>
/// <remarks>
/// Only what the path itself gets wrong is reported here; values and unknown keys are checked with the rest of the tree, by the same
/// rules.
/// </remarks>
internal sealed class SetOption
{
    private readonly string[] _parts;
    private readonly ConfigurationNode _value;
    private readonly ValueOrigin _keyOrigin;
    private readonly ProblemList _problems;

    private SetOption(string key, ConfigurationNode value, ValueOrigin keyOrigin, ProblemList problems)
    {
        _parts = VisibleText.Normalise(key).Split('.');
        _value = value;
        _keyOrigin = keyOrigin;
        _problems = problems;
    }

    /// <summary>Applies an option as typed after <c>--set=</c>.</summary>
    /// <returns>The changed tree; the same tree after a problem.</returns>
    public static MappingNode Apply(MappingNode root, ValueShape shape, string typed, string example, ProblemList problems)
    {
        var place = new ValueOrigin($"--set={typed}", 0, 0);
        var equals = typed.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? typed.Trim() : typed[..equals].Trim();
        if (equals < 0 || key.Split('.').Any(part => part.Length == 0))
        {
            problems.Add(place, key, null, "KEY=VALUE", $"expected KEY=VALUE with a dotted key. An example: --set={example}.");
            return root;
        }

        return ReadValue(typed[(equals + 1)..], place, problems) is { } value ? Apply(root, shape, key, value, place, problems) : root;
    }

    /// <summary>Puts a value at a dotted key.</summary>
    /// <inheritdoc cref="Apply(MappingNode, ValueShape, string, string, ProblemList)"/>
    public static MappingNode Apply(
        MappingNode root,
        ValueShape shape,
        string key,
        ConfigurationNode value,
        ValueOrigin keyOrigin,
        ProblemList problems) => (MappingNode)new SetOption(key, value, keyOrigin, problems).Put(root, shape, 0);

    private static ConfigurationNode? ReadValue(string text, ValueOrigin place, ProblemList problems) =>
        text is ['[', .., ']'] or ['{', .., '}'] or ['"', .., '"'] or ['\'', .., '\'']
            ? YamlTreeReader.ReadValue(text, place, problems)
            : new ScalarNode(text, true, place);

    private ConfigurationNode Put(ConfigurationNode? node, ValueShape? shape, int depth)
    {
        if (depth == _parts.Length)
        {
            return shape is null ? _value : NodeMerge.Merge(node, _value, shape);
        }

        node = node is null or ScalarNode { IsNull: true } ? Empty(shape) : NodeMerge.Expand(node, shape);
        switch (shape?.Kind, node)
        {
            case (ValueKind.Record or ValueKind.Dictionary, MappingNode mapping):
                var key = _parts[depth];
                var inner = NodeMerge.ShapeOf(shape, key);

                // An unknown key is left in the tree with the value, where the binder finds and reports it.
                var changed = inner is null ? _value : Put(mapping.Find(key)?.Value, inner, depth + 1);
                var origin = inner is null ? _keyOrigin : mapping.Find(key)?.KeyOrigin ?? _keyOrigin;
                return mapping.With(new MappingEntry(key, origin, changed));
            case (ValueKind.List, SequenceNode sequence):
                return PutItem(sequence, shape, depth);
            case (ValueKind.Union, MappingNode { Entries: [] } union) when NodeMerge.ShapeOf(shape, _parts[depth]) is { } options:
                return union.With(new MappingEntry(_parts[depth], _keyOrigin, Put(null, options, depth + 1)));
            case (ValueKind.Union, MappingNode { Entries: [var kind] } union):
                return PutInKind(union, kind, shape, depth);
            case (ValueKind.Record or ValueKind.Dictionary or ValueKind.List or ValueKind.Union, not null):
                // The file itself is wrong here and will be reported.
                return node;
            default:
                var path = string.Join('.', _parts.Take(depth));
                var taken = shape is null ? "a value" : ShapeText.Describe(shape);
                var message = $"{path} takes {taken}, there is no '{_parts[depth]}' in it. Use {path}=VALUE.";
                _problems.Add(_keyOrigin, path, null, "a key that exists", message);
                return node ?? _value;
        }
    }

    private ConfigurationNode PutItem(SequenceNode sequence, ValueShape shape, int depth)
    {
        var path = string.Join('.', _parts.Take(depth));
        if (int.TryParse(_parts[depth], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sequence.Items.Count)
        {
            var items = sequence.Items.ToArray();
            items[index] = Put(items[index], shape.Item, depth + 1);
            return sequence with { Items = items };
        }

        var next =
            sequence.Items.Count == 0
                ? $"Set the whole list: {path}=[...]."
                : $"Positions are: "
                    + $"{string.Join(", ", sequence.Items.Select((item, i) => FormattableString.Invariant($"{i} ({NameOf(item)})")))}.";
        var noun = sequence.Items.Count == 1 ? "item" : "items";
        var claim = FormattableString.Invariant($"{path} is a list of {sequence.Items.Count} {noun}");
        var message = $"{claim}, expected a position counted from 0, not '{_parts[depth]}'. {next}";
        _problems.Add(_keyOrigin, path, _parts[depth], "a position in the list", message);
        return sequence;
    }

    private ConfigurationNode PutInKind(MappingNode union, MappingEntry kind, ValueShape shape, int depth)
    {
        if (kind.Key == _parts[depth])
        {
            return union.With(kind with { Value = Put(kind.Value, NodeMerge.ShapeOf(shape, kind.Key), depth + 1) });
        }

        var path = string.Join('.', _parts.Take(depth));
        var next = $"Use {path}.{kind.Key}, or replace the whole item: {path}={{{_parts[depth]}: {{...}}}}.";
        _problems.Add(_keyOrigin, path, _parts[depth], kind.Key, $"{path} is {kind.Key}, not '{_parts[depth]}'. {next}");
        return union;
    }

    private ConfigurationNode? Empty(ValueShape? shape) =>
        shape?.Kind switch
        {
            ValueKind.Record or ValueKind.Dictionary or ValueKind.Union => new MappingNode([], _value.Origin),
            ValueKind.List => new SequenceNode([], _value.Origin),
            _ => null,
        };

    private static string NameOf(ConfigurationNode item) =>
        item switch
        {
            MappingNode { Entries: [var kind] } => kind.Key,
            ScalarNode scalar => scalar.Text,
            _ => item.Describe(),
        };
}
