using System.Globalization;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Binding;

/// <summary>Finds nodes by dotted keys.</summary>
internal static class NodeLookup
{
    /// <summary>The node at a path, or the deepest one that exists on the way there.</summary>
    public static ConfigurationNode Deepest(ConfigurationNode node, string path)
    {
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Child(node, part) is not { } child)
            {
                break;
            }

            node = child;
        }

        return node;
    }

    /// <summary>The value of a key, or the item at a position; null when there is none.</summary>
    public static ConfigurationNode? Child(ConfigurationNode node, string part) => node switch
    {
        MappingNode mapping => mapping.Find(part)?.Value,
        SequenceNode sequence when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sequence.Items.Count => sequence.Items[index],
        _ => null,
    };
}
