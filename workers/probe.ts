import { expose } from 'comlink';
import { createProbeApi } from '../src/miner/check.ts';

expose(createProbeApi());
