namespace Bakeoff.Options;

/// <summary>Lets a record be written as one scalar: <c>dataset: tess</c> says the same as <c>dataset: {name: tess}</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ScalarShorthandAttribute : Attribute
{
    /// <summary>Marks a record.</summary>
    /// <param name="key">YAML key of the property that takes the scalar.</param>
    public ScalarShorthandAttribute(string key) => Key = key;

    /// <summary>YAML key of the property that takes the scalar.</summary>
    public string Key { get; }
}
