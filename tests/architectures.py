"""The reference architectures as Keras counts them: weights in all, and of each layer that has some."""

TOTALS = {
    "multilayer-perceptron": 551,
    "convolutional": 8_933,
    "recurrent": 601,
    "shared-input": 415_045,
    "shared-features": 1_151,
    "multiple-inputs": 49_699,
    "multiple-outputs": 1_452,
    "vgg-convnet": 7_998_250,
    "multiclass-perceptron": 6_154,
    "binary-perceptron": 3_265,
    "text-classifier": 459_393,
    "siamese": 9_570,
}
LAYERS = {
    "multilayer-perceptron": [110, 220, 210, 11],
    "convolutional": [544, 8_208, 170, 11],
    "recurrent": [480, 110, 11],
    "shared-input": [544, 1_040, 413_450, 11],
    "shared-features": [480, 110, 110, 220, 210, 21],
    "multiple-inputs": [544, 8_208, 1_568, 8_208, 31_050, 110, 11],
    "multiple-outputs": [480, 840, 110, 11, 11],
    "vgg-convnet": [896, 9_248, 18_496, 36_928, 7_930_112, 2_570],
    "multiclass-perceptron": [1_344, 4_160, 650],
    "binary-perceptron": [3_232, 33],
    "text-classifier": [262_144, 197_120, 129],
    "siamese": [9_568, 2],
}
