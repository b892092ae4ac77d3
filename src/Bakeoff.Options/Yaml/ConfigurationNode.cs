using System.Globalization;

namespace Bakeoff.Options.Yaml;

/// <summary>
/// A value as written, before it has a type: a <see cref="ScalarNode"/>, <see cref="SequenceNode"/> or <see cref="MappingNode"/>.
/// </summary>
/// <param name="Origin">Where it starts.</param>
public abstract record ConfigurationNode(ValueOrigin Origin)
{
    /// <summary>The value in few words, for messages.</summary>
    public abstract string Describe();

    /// <summary>The value as YAML on one line; plain scalars stay as they were written.</summary>
    public string ToYaml() => NodeWriter.Flow(this);

    /// <summary>The value of a key, or the item at a position; null when there is none.</summary>
    /// <param name="part">A key, or a position counted from 0.</param>
    public ConfigurationNode? Child(string part) => this switch
    {
        MappingNode mapping => mapping.Find(part)?.Value,
        SequenceNode sequence => PositionIn(sequence, part) is { } index ? sequence.Items[index] : null,
        _ => null,
    };

    private static int? PositionIn(SequenceNode sequence, string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sequence.Items.Count ? index : null;

    /// <summary>The node at a dotted key, or the deepest one that exists on the way there.</summary>
    /// <param name="path">Dotted key, such as <c>model.1.lstm.units</c>.</param>
    public ConfigurationNode Deepest(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var node = this;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node.Child(part) is not { } child)
            {
                break;
            }

            node = child;
        }

        return node;
    }
}
