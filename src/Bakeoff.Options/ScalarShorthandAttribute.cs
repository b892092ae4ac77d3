namespace Bakeoff.Options;

/// <summary>Lets a record be written as one scalar.</summary>
/// <remarks>
/// Kinds need no attribute: <c>lstm: 64</c> is the kind's first key, if that takes a single value.
/// On a record with a key, the scalar is that key's value: <c>dataset: tess</c> equals <c>dataset: {name: tess}</c>. On the abstract base
/// of kinds, it is
/// the name of a kind whose keys keep their defaults: <c>kind: mfcc</c> equals <c>kind: {mfcc: {}}</c>, and that is also how such a kind
/// is written.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ScalarShorthandAttribute : Attribute
{
    /// <summary>Marks the abstract base of kinds.</summary>
    public ScalarShorthandAttribute()
    {
    }

    /// <summary>Marks a record.</summary>
    /// <param name="key">YAML key of the property that takes the scalar.</param>
    public ScalarShorthandAttribute(string key) => Key = key;

    /// <summary>YAML key of the property that takes the scalar; null on the base of kinds.</summary>
    public string? Key { get; }
}
