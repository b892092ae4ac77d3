using System.Collections;
using Bakeoff.Options.Binding;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Resolution;

/// <summary>Turns options into dotted keys with canonical values, defaults included, in the order of the options.</summary>
internal sealed class ParameterFlattener
{
    private readonly List<ResolvedParameter> _parameters = [];
    private readonly MappingNode _tree;
    private readonly bool _withFiles;

    private ParameterFlattener(MappingNode tree, bool withFiles) => (_tree, _withFiles) = (tree, withFiles);

    /// <summary>All parameters of a record.</summary>
    /// <param name="options">The options.</param>
    /// <param name="tree">What they were bound from, for the origins.</param>
    /// <param name="withFiles">Adds keys below the top that are no parameters: names of files whose content is one.</param>
    public static IReadOnlyList<ResolvedParameter> Flatten(object options, MappingNode tree, bool withFiles)
    {
        var flattener = new ParameterFlattener(tree, withFiles);
        flattener.AddRecord(options, RecordShape.Of(options.GetType()), "");
        return flattener._parameters;
    }

    private void AddRecord(object record, RecordShape shape, string path)
    {
        if (shape.Members.Count == 0)
        {
            Add(path, "{}");
        }

        foreach (var member in shape.Members.Where(m => m.IsParameter || (_withFiles && path.Length > 0 && !m.IsCommandLineOnly)))
        {
            var value = member.Property.GetValue(record);
            if (!member.IsParameterIfGiven || !IsDefault(value, member, shape))
            {
                AddValue(value, member.Value, KeyPath.Join(path, member.Key));
            }
        }

        if (shape.Others is { } others && others.Property.GetValue(record) is { } dictionary)
        {
            AddEntries(dictionary, others.Value.Item!, path);
        }
    }

    private static bool IsDefault(object? value, MemberShape member, RecordShape shape) =>
        value is IEnumerable and not string
            ? !((IEnumerable)value).Cast<object?>().Any()
            : Equals(value, member.Property.GetValue(shape.CreateDefault()));

    private void AddValue(object? value, ValueShape shape, string path)
    {
        switch (shape.Kind)
        {
            case ValueKind.Record when value is not null:
                AddRecord(value, shape.Record, path);
                break;
            case ValueKind.Union when value is not null && shape.BareNameOf(value) is { } name:
                Add(path, name);
                break;
            case ValueKind.Union when value is not null:
                var kind = shape.Kinds.First(k => k.Type == value.GetType());
                AddRecord(value, RecordShape.Of(kind.Type), KeyPath.Join(path, kind.Name));
                break;
            case ValueKind.List when value is not null:
                AddList([.. ((IEnumerable)value).Cast<object?>()], shape.Item!, path);
                break;
            case ValueKind.Dictionary when value is not null:
                AddDictionary(value, shape.Item!, path);
                break;
            default:
                Add(path, CanonicalText.Of(value, shape));
                break;
        }
    }

    private void AddList(IReadOnlyList<object?> items, ValueShape item, string path)
    {
        if (items.Count == 0 || item.HasBareKinds || item.Kind is not (ValueKind.Record or ValueKind.Union or ValueKind.Dictionary))
        {
            Add(path, $"[{string.Join(", ", items.Select(i => OptionsWriter.Flow(i, item)))}]");
            return;
        }

        for (var i = 0; i < items.Count; i++)
        {
            AddValue(items[i], item, KeyPath.Join(path, i));
        }
    }

    private void AddDictionary(object dictionary, ValueShape item, string path)
    {
        if (DictionaryEntries.Of(dictionary).Count == 0)
        {
            Add(path, "{}");
        }

        AddEntries(dictionary, item, path);
    }

    private void AddEntries(object dictionary, ValueShape item, string path)
    {
        foreach (var (key, value) in DictionaryEntries.Of(dictionary))
        {
            AddValue(value, item, KeyPath.Join(path, key));
        }
    }

    private void Add(string key, string value) => _parameters.Add(new ResolvedParameter(key, value, OriginOf(key)));

    private ValueOrigin OriginOf(string key)
    {
        ConfigurationNode node = _tree;
        foreach (var part in key.Split('.'))
        {
            if (node.Child(part) is not { } child)
            {
                return ValueOrigin.Default;
            }

            node = child;
        }

        return node.Origin;
    }
}
