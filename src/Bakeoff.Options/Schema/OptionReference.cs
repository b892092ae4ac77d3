using Bakeoff.Options.Binding;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Schema;

/// <summary>One key that a file can hold, as a reference explains it.</summary>
/// <param name="Path">
/// Dotted key, <c>[]</c> for an item of a list: <c>model[].lstm.units</c>. A kind has an entry of its own, <c>model[].lstm</c>.
/// </param>
/// <param name="Meaning">Summary of its doc comment, with unit, range and default.</param>
/// <param name="Value">Values that it takes, such as <c>a whole number from 1 to 8192</c>.</param>
/// <param name="Default">Value that holds when the key is left out; null where it must be given, and for kinds.</param>
/// <param name="OtherNames">Names that other tools use for it.</param>
public sealed record OptionKey(string Path, string Meaning, string Value, string? Default, IReadOnlyList<string> OtherNames)
{
    /// <summary>The path as <c>--set</c> and searches have it, without the marks of lists: <c>model.lstm.units</c>.</summary>
    public string PlainPath => Path.Replace("[]", "", StringComparison.Ordinal);

    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];
}

/// <summary>Lists every key of an options record, from the same shapes that the binder reads by.</summary>
/// <remarks>Deterministic: in the order of the source; kinds in ordinal order.</remarks>
public sealed class OptionReference
{
    private readonly XmlSummaries _summaries = new();
    private readonly List<OptionKey> _keys = [];
    private readonly HashSet<Type> _open = [];

    private OptionReference() { }

    /// <summary>All keys of a record and of everything in it.</summary>
    /// <param name="root">Options record of the whole file.</param>
    /// <exception cref="FileNotFoundException">The doc comments of an assembly are not beside it.</exception>
    public static IReadOnlyList<OptionKey> List(Type root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var reference = new OptionReference();
        reference.AddRecord(RecordShape.Of(root), "");
        return reference._keys;
    }

    private void AddRecord(RecordShape shape, string path)
    {
        // Kinds may hold kinds of their own sort.
        if (!_open.Add(shape.Type))
        {
            return;
        }

        var defaults = shape.CreateDefault();
        foreach (var member in shape.Members)
        {
            var isList = member.Value.Kind == ValueKind.List && !IsPlain(member.Value.Item!);
            var memberPath = KeyPath.Join(path, member.Key) + (isList ? "[]" : "");
            _keys.Add(
                new OptionKey(
                    memberPath,
                    _summaries.Of(member.Property),
                    Describe(member),
                    member.IsRequired ? null : DefaultOf(member, member.Property.GetValue(defaults)),
                    AlsoCalledAttribute.NamesOf(member.Property)));
            AddInner(isList ? member.Value.Item! : member.Value, memberPath);
        }

        if (shape.Others is { } others)
        {
            var form = Describe(others.Value.Item!, others);
            _keys.Add(new OptionKey(KeyPath.Join(path, "NAME"), _summaries.Of(others.Property), form, "none", []));
        }

        _open.Remove(shape.Type);
    }

    private void AddInner(ValueShape shape, string path)
    {
        switch (shape.Kind)
        {
            case ValueKind.Record:
                AddRecord(shape.Record, path);
                break;
            case ValueKind.Dictionary:
                AddInner(shape.Item!, KeyPath.Join(path, "NAME"));
                break;
            case ValueKind.Union:
                foreach (var kind in shape.Kinds)
                {
                    var kindPath = KeyPath.Join(path, kind.Name);
                    var record = RecordShape.Of(kind.Type);
                    var form =
                        record.Members.Count == 0 ? "no options"
                        : record.ShorthandKey is { } first ? $"its options, or {first} alone"
                        : "its options";
                    _keys.Add(new OptionKey(kindPath, _summaries.Of(kind.Type), form, null, AlsoCalledAttribute.NamesOf(kind.Type)));
                    AddRecord(record, kindPath);
                }

                break;
        }
    }

    private static string Describe(MemberShape member) =>
        Describe(member.Value, member)
        + (member.IsNullable ? ", or null" : "")
        + (member.IsCommandLineOnly ? "; given by --set alone" : "");

    private static string Describe(ValueShape shape, MemberShape member) =>
        shape.Kind == ValueKind.List && IsPlain(shape.Item!)
            ? $"{(member.TakesOne ? "one item or " : "")}a list; each item {ShapeText.Describe(shape.Item!, member.Range)}"
            : ShapeText.Describe(shape, member.Range);

    private static string? DefaultOf(MemberShape member, object? value) =>
        value is not null && member.Value.Kind == ValueKind.Record ? null : OptionsWriter.Flow(value, member.Value);

    private static bool IsPlain(ValueShape item) => item.IsScalar || item.HasBareKinds;
}
