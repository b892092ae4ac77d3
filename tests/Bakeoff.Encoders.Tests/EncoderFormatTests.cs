using Bakeoff.Encoders.Storage;

namespace Bakeoff.Encoders.Tests;

public sealed class EncoderFormatTests
{
    private const string Weights = "model.safetensors";

    [Theory]
    [InlineData("config.json", "the folder has no config.json, expected a folder as the Hugging Face hub lays it out")]
    [InlineData("preprocessor_config.json", "the folder has no preprocessor_config.json")]
    [InlineData(Weights, "the folder has no weights, expected model.safetensors, or shards with model.safetensors.index.json.")]
    public void Load_FileMissing_NamesIt(string file, string expected)
    {
        using var folder = new SpoiledFolder("wav2vec2-base");
        File.Delete(folder.Of(file));

        MessageOf(folder).ShouldStartWith($"{folder.Path}: {expected}");
    }

    [Theory]
    [InlineData("\"wav2vec2\"", "\"sew\"", "model_type is sew, expected one of wav2vec2, hubert, wavlm, data2vec-audio, whisper.")]
    [InlineData("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"relu\"", "hidden_act is relu, expected gelu.")]
    [InlineData("\"hidden_size\": 24", "\"hidden_size\": \"wide\"", "hidden_size is \"wide\", expected a whole number.")]
    [InlineData("\"num_attention_heads\": 3", "\"num_attention_heads\": 7", "num_attention_heads is 7, expected a divisor of the width 24.")]
    [InlineData("{", "[", "the file is not a JSON object of settings.")]
    public void Load_ConfigOfAnotherNetwork_NamesKeyAndRule(string text, string replacement, string expected)
    {
        using var folder = new SpoiledFolder("wav2vec2-base");
        folder.Replace("config.json", text, replacement);

        MessageOf(folder).ShouldStartWith($"{folder.Of("config.json")}: {expected}");
    }

    [Fact]
    public void Load_WeightsOfAnotherShape_NamesBothShapes()
    {
        using var folder = new SpoiledFolder("wav2vec2-base");
        folder.Replace("config.json", "\"intermediate_size\": 36", "\"intermediate_size\": 40");

        MessageOf(folder).ShouldStartWith(
            $"{folder.Of(Weights)}: tensor encoder.layers.0.feed_forward.intermediate_dense.weight has shape [36, 24], "
                + "expected [40, 24], as config.json has it.");
    }

    [Fact]
    public void Load_MoreLayersThanWeights_NamesTheMissingTensor()
    {
        using var folder = new SpoiledFolder("wav2vec2-base");
        folder.Replace("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3");

        MessageOf(folder).ShouldStartWith($"{folder.Path}: the weights have no tensor encoder.layers.2.attention.q_proj.weight");
    }

    [Fact]
    public void Load_NotANumber_NamesTheTensor()
    {
        using var folder = new SpoiledFolder("wav2vec2-base");
        var bytes = File.ReadAllBytes(folder.Of(Weights));
        bytes.AsSpan(bytes.Length - 4).Fill(0xff);
        File.WriteAllBytes(folder.Of(Weights), bytes);

        MessageOf(folder).ShouldStartWith($"{folder.Of(Weights)}: tensor encoder.layers.1.final_layer_norm.bias holds NaN");
    }

    [Fact]
    public void Load_Truncated_IsRefusedBeforeAnythingIsRead()
    {
        using var folder = new SpoiledFolder("wav2vec2-base");
        using (var file = File.OpenWrite(folder.Of(Weights)))
        {
            file.SetLength(file.Length - 100);
        }

        MessageOf(folder).ShouldContain("expected as many bytes as its shape takes, within the ");
        File.WriteAllText(folder.Of(Weights), "short");
        MessageOf(folder).ShouldContain("It is truncated or no safetensors file; fetch it again.");
    }

    [Fact]
    public void Load_ShardMissing_NamesIt()
    {
        using var folder = new SpoiledFolder("wavlm-base");
        File.Delete(folder.Of("model-00002-of-00002.safetensors"));

        MessageOf(folder).ShouldStartWith(
            $"{folder.Of("model.safetensors.index.json")}: shard model-00002-of-00002.safetensors is not in the folder, "
                + "expected all 2 shards beside the index.");
    }

    [Theory]
    [InlineData("pytorch_model.bin")]
    [InlineData("wav2vec_small.pt")]
    public void Load_Pickle_IsRefusedWithTheConversion(string name)
    {
        using var folder = new SpoiledFolder("wav2vec2-base");
        File.Move(folder.Of(Weights), folder.Of(name));

        MessageOf(folder).ShouldStartWith(
            $"{folder.Path}: the weights are {name}, a pickle, which can run any code when it is read, expected model.safetensors. "
                + "Load the model once in Python with transformers and write it with save_pretrained(FOLDER, safe_serialization=True)");
    }

    [Fact]
    public void Load_CheckpointOfFairseqAlone_NamesTheConversion()
    {
        using var folder = new SpoiledFolder("hubert-base");
        File.Move(folder.Of(Weights), folder.Of("hubert_base_ls960.pt"));
        File.Delete(folder.Of("config.json"));

        MessageOf(folder).ShouldStartWith($"{folder.Path}: the weights are hubert_base_ls960.pt, a pickle, ");
        MessageOf(folder).ShouldEndWith("a checkpoint of fairseq goes through the conversion script of transformers first.");
    }

    private static string MessageOf(SpoiledFolder folder) =>
        Should.Throw<EncoderFormatException>(() => SpeechEncoder.Load(folder.Path)).Message;
}
